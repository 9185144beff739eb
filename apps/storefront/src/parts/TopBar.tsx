import Taro from '@tarojs/taro';
import { useEffect } from 'react';

/** A mini program draws the bar itself; it only needs the title. */
export function TopBar({ title }: { title: string; root: boolean; shopName: string | undefined }) {
  useEffect(() => {
    void Taro.setNavigationBarTitle({ title });
  }, [title]);
  return null;
}
