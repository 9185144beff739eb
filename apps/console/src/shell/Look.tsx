import { App as AntApp, ConfigProvider, theme } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { bindFeedback } from '../parts/ask.ts';

dayjs.locale('zh-cn');

/** The one brand colour; lighter on dark ground so that text on it keeps its contrast. */
export const BRAND = { light: '#0b7a5c', dark: '#2fb58c' };
const wantsDark = typeof window === 'undefined' ? null : window.matchMedia('(prefers-color-scheme: dark)');

/** Whether the system asks for dark; follows it while the page is open. */
export const useDark = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      wantsDark?.addEventListener('change', changed);
      return () => wantsDark?.removeEventListener('change', changed);
    },
    () => wantsDark?.matches ?? false,
  );

const FONT =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** Colours, language, messages and dialogs for everything below. */
export function Look({ children }: { children: ReactNode }) {
  const dark = useDark();
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
          fontFamily: FONT,
          colorBgLayout: dark ? '#101312' : '#f5f6f5',
        },
        components: {
          Menu: { itemBorderRadius: 8, itemMarginInline: 8, groupTitleFontSize: 12, activeBarBorderWidth: 0 },
          Table: { headerBg: dark ? '#1b1f1d' : '#fafbfa', headerSplitColor: 'transparent', cellPaddingBlock: 12 },
        },
      }}
    >
      <AntApp>
        <Feedback />
        {children}
      </AntApp>
    </ConfigProvider>
  );
}

/** Lends the themed dialog and message to code outside of components. */
function Feedback() {
  const { modal, message } = AntApp.useApp();
  useEffect(() => bindFeedback(modal, message), [modal, message]);
  return null;
}
