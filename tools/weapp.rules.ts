/** Why a mini program could not reach a server at this address, as its merchant reads it; null when it can. */
export function serverTrouble(server: string): string | null {
  if (!URL.canParse(server)) return '请填写服务器地址，例如 https://shop.example.com';
  const { protocol, hostname, pathname, search } = new URL(server);
  if (protocol !== 'https:') return '小程序只能访问 https:// 开头的地址';
  if (!/\.[a-z][a-z0-9-]*$/i.test(hostname)) return '小程序只能访问备案过的域名，不能是 IP 地址或本机';
  if (pathname !== '/' || search) return '只写到域名（和端口）为止';
  return null;
}

/** ext.json of one merchant of a service provider, who uploads one package for all: the shop's server stands in it. */
export const extJson = (extAppid: string, apiBase: string) => ({
  extEnable: true,
  extAppid,
  directCommit: false,
  ext: { apiBase },
});

/** What WeChat would refuse in a built app.json; null when nothing. */
export function appJsonTrouble(text: string): string | null {
  const app = JSON.parse(text) as { pages?: string[]; __usePrivacyCheck__?: boolean; subPackages?: { root: string }[] };
  if (!app.pages?.length) return 'app.json names no page';
  if (app.__usePrivacyCheck__ !== true) return 'app.json does not turn the privacy check on (__usePrivacyCheck__)';
  return null;
}
