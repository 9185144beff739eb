import Taro from '@tarojs/taro';
import { brandTextNow } from '../platform/wechat-bars';
import type { Question } from './toast.types';

const DANGER = '#c62a22';

/** A short message over the page for about two seconds. */
export function toast(title: string): void {
  void Taro.showToast({ title, icon: 'none', duration: Math.max(2000, title.length * 120) });
}

/** Asks once before something that matters; true when confirmed. */
export async function confirmAsk({
  title,
  text = '',
  confirmText = '确定',
  cancelText = '再想想',
  danger = false,
}: Question): Promise<boolean> {
  const { confirm } = await Taro.showModal({
    title,
    content: text,
    confirmText,
    cancelText,
    confirmColor: danger ? DANGER : brandTextNow(),
  });
  return confirm;
}

/** Puts a text on the clipboard; WeChat says so itself. */
export const copy = (data: string): void => void Taro.setClipboardData({ data });
