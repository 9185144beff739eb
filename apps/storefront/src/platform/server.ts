import Taro from '@tarojs/taro';

/**
 * Where the shop's server is: for one merchant as it was built, for many what stands in each one's ext.json (a service provider uploads
 * one package for all of them).
 */
export const SERVER: string = (Taro.getExtConfigSync?.() as { apiBase?: string } | undefined)?.apiBase || API_BASE;
