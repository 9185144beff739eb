import { ConfigProvider, theme } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { onFeedbackWanted } from '../parts/ask.ts';
import { PasswordQuestion } from './PasswordQuestion.tsx';

/** The one brand colour; lighter on dark ground so that text on it keeps its contrast. */
const BRAND = { light: '#0b7a5c', dark: '#2fb58c' };
const wished = (query: string) => (typeof window === 'undefined' ? null : window.matchMedia(query));
const wantsDark = wished('(prefers-color-scheme: dark)');
const wantsCalm = wished('(prefers-reduced-motion: reduce)');

/** Tints of the brand: what antd derives from a dark green by itself is grey. */
const PALE = {
  colorPrimaryBg: '#e9f4ef',
  colorPrimaryBgHover: '#d9ede5',
  colorPrimaryBorder: '#a9d5c5',
  colorPrimaryHover: '#15926f',
  colorPrimaryActive: '#07604a',
  colorLinkHover: '#15926f',
  controlItemBgActive: '#e9f4ef',
  controlItemBgActiveHover: '#d9ede5',
  colorSuccessBg: '#eaf6ee',
};

/** Text that must be read: 4.5:1 on every ground of ours (WCAG 1.4.3). What antd derives for hints, placeholders and states is paler. */
const READABLE = {
  light: {
    colorTextTertiary: '#636865',
    colorTextDescription: '#636865',
    colorTextPlaceholder: '#6b706d',
    colorSuccess: '#1b7443',
    colorError: '#c4232b',
    colorWarning: '#8f5b00',
    colorWarningBg: '#fff7e6',
    colorWarningBorder: '#ffd591',
    colorErrorBg: '#fff1f0',
  },
  dark: {
    colorTextTertiary: '#9ca19e',
    colorTextDescription: '#9ca19e',
    colorTextPlaceholder: '#8f9491',
    colorSuccess: '#5fc486',
    colorError: '#ff8380',
    colorWarning: '#e6ac3c',
  },
};

/** Whether the system asks for this; follows it while the page is open. */
const useWish = (wish: MediaQueryList | null): boolean =>
  useSyncExternalStore(
    (changed) => {
      wish?.addEventListener('change', changed);
      return () => wish?.removeEventListener('change', changed);
    },
    () => wish?.matches ?? false,
  );

const FONT =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** Colours, language, messages and dialogs for everything below. */
export function Look({ children }: { children: ReactNode }) {
  const dark = useWish(wantsDark);
  const calm = useWish(wantsCalm);
  useEffect(() => {
    // The theme's CSS variables hang on this class; the page's own styles use them.
    document.body.classList.add('jishi');
    document.body.classList.toggle('dark', dark);
  }, [dark]);
  return (
    <ConfigProvider
      locale={zhCN}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        cssVar: { key: 'jishi' },
        token: {
          colorPrimary: dark ? BRAND.dark : BRAND.light,
          colorLink: dark ? BRAND.dark : BRAND.light,
          borderRadius: 8,
          motion: !calm,
          fontFamily: FONT,
          colorBgLayout: dark ? '#101312' : '#f5f6f5',
          ...(dark ? READABLE.dark : READABLE.light),
          ...(!dark && PALE),
        },
        components: {
          Button: {
            primaryShadow: 'none',
            defaultShadow: 'none',
            dangerShadow: 'none',
            primaryColor: dark ? '#04130e' : '#ffffff',
          },
          Menu: {
            itemBorderRadius: 8,
            itemMarginInline: 8,
            groupTitleFontSize: 12,
            activeBarBorderWidth: 0,
            ...(dark && { itemSelectedColor: '#7fdfbf' }),
          },
          Table: { headerBg: dark ? '#1b1f1d' : '#fafbfa', headerSplitColor: 'transparent', cellPaddingBlock: 12 },
        },
      }}
    >
      <FeedbackPlace />
      <PasswordQuestion />
      {children}
    </ConfigProvider>
  );
}

const Feedback = lazy(async () => ({ default: (await import('./Feedback.tsx')).Feedback }));
/** Dialogs and messages for code outside components, loaded when the first is wanted. */
function FeedbackPlace() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => onFeedbackWanted(() => setWanted(true)), []);
  return isWanted ? (
    <Suspense>
      <Feedback />
    </Suspense>
  ) : null;
}
