import type { ReactNode } from 'react';
import { View } from '../platform/elements';
import './BottomBar.scss';

/** What a page is for, always in reach of the thumb. The Screen takes className "screen--barred". */
export const BottomBar = ({ children, aboveTabs = false }: { children: ReactNode; aboveTabs?: boolean }) => (
  <View className={`bottom-bar ${aboveTabs ? 'bottom-bar--above-tabs' : ''}`}>{children}</View>
);
