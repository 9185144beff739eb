/** Whether the page is open in WeChat's own browser. */
export const inWechat = (headers: { 'user-agent'?: string }): boolean =>
  /\bMicroMessenger\//i.test(headers['user-agent'] ?? '');
