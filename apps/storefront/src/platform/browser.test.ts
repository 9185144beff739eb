import { expect, test } from 'vitest';
import { inWechat, isHandheld } from './browser.h5.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 13; V2166BA Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64';
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090A13) XWEB/8555 Flue';
const WECOM = `${ANDROID} wxwork/4.1.22`;
const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

test('WeChat on a phone and on a desktop is WeChat; WeCom and other browsers are not', () => {
  expect([ANDROID, WINDOWS, WECOM, CHROME, IPHONE].map((agent) => inWechat(agent))).toEqual([
    ...[true, true, false, false, false],
  ]);
});

test('phones and tablets are told from desktops, an iPad from a Mac', () => {
  expect([ANDROID, IPHONE, WINDOWS, CHROME].map((agent) => isHandheld(agent, 0))).toEqual([true, true, false, false]);
  expect(isHandheld(CHROME, 5)).toBe(true);
});
