import Taro from '@tarojs/taro';
import { brandOf, DEFAULT_COLOUR, greysOf, type Mode } from '../theme/tokens';

let colour = DEFAULT_COLOUR;
/** WeChat says which of the two it shows only where the app follows it (`darkmode` in app.json). */
const modeNow = (): Mode => (Taro.getAppBaseInfo?.().theme === 'dark' ? 'dark' : 'light');

/** The colour of words that act, for what WeChat draws itself. */
export const brandTextNow = (): string => brandOf(colour, modeNow())['brand-text'];

/** Gives WeChat's own tab bar the shop's colour. That can be done only while a page of it is shown; the next such page tries again. */
export function paintBars(next: string): void {
  colour = next;
  const { muted = '', card = '' } = greysOf(modeNow());
  const done = Taro.setTabBarStyle?.({ color: muted, selectedColor: brandTextNow(), backgroundColor: card });
  Promise.resolve(done).catch(() => {});
}
// The phone's mode may change while the program is open.
Taro.onThemeChange?.(() => paintBars(colour));
