import type { ShopSettings } from '../../identity/tenant/index.ts';

/** Whether shoppers and WeChat can reach an address: HTTPS under a name of its own. */
export function isPublicAddress(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && /\.[a-z][a-z0-9-]*$/i.test(hostname);
}

/** The settings without what is the demo's: its logo, banners and sentences go, what the merchant wrote stays. */
export function withoutDemo(settings: ShopSettings, demo: readonly string[]): ShopSettings {
  const isDemo = new Set(demo);
  const own = (text: string) => (isDemo.has(text) ? '' : text);
  return {
    ...settings,
    logo: own(settings.logo),
    slogan: own(settings.slogan),
    notice: own(settings.notice),
    servicePhone: own(settings.servicePhone),
    banners: settings.banners.filter(({ picture }) => !isDemo.has(picture)),
  };
}
