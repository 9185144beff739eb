import { useData } from '@jishi/api-client/react';
import type { ReactNode } from 'react';
import { View } from '../platform/elements';
import { usePullDown } from '../platform/pull-down';
import { useBrand } from '../platform/theme';
import { useShop } from '../session/shop';
import { PrivacyAsk } from './PrivacyAsk';
import { TopBar } from './TopBar';
import './Screen.scss';

interface ScreenProps {
  children: ReactNode;
  /** Shown in the browser's top bar; a mini program has its own. Left out: no bar. */
  title?: string;
  /** A page of the tab bar has nothing behind it. */
  root?: boolean;
  className?: string;
}

/** A page: the merchant's colour, the top bar where the platform has none, a column in the middle of a wide screen. */
export function Screen({ children, title, root = false, className = '' }: ScreenProps) {
  const shop = useShop();
  const brand = useBrand(shop?.themeColor);
  const { queries } = useData();
  usePullDown(() => queries.refetchQueries({ type: 'active' }));
  return (
    <View className={`theme screen ${className}`} style={brand} role="main">
      {title !== undefined && <TopBar title={title} root={root} shopName={shop?.name} />}
      {children}
      <PrivacyAsk />
    </View>
  );
}
