/** Whether WeChat's own browser shows the page; WeCom's calls itself so too and has none of its bridge. */
export const inWechat = (agent = navigator.userAgent): boolean =>
  /MicroMessenger\//i.test(agent) && !/wxwork\//i.test(agent);

/** Whether this is a phone or tablet, on which WeChat can be opened. An iPad calls itself a Mac, which has no touch. */
export const isHandheld = (agent = navigator.userAgent, touches = navigator.maxTouchPoints): boolean =>
  /Mobi|Android|iPhone|iPad|HarmonyOS|OpenHarmony/i.test(agent) || (/Macintosh/.test(agent) && touches > 1);
