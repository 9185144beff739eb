/** An address as the shopper keeps it in WeChat. */
export interface WechatAddress {
  name: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  detail: string;
}
/** Lets the shopper choose one; null when none was chosen. Undefined where there is no such list. */
export type PickWechatAddress = (() => Promise<WechatAddress | null>) | undefined;
