import Taro from '@tarojs/taro';
import type { PickWechatAddress } from './wechat-address.types';

export const pickWechatAddress: PickWechatAddress = async () => {
  const chosen = await Taro.chooseAddress().catch((fault: { errMsg?: string }) => {
    if (/cancel/.test(fault.errMsg ?? '')) return null;
    throw fault;
  });
  if (!chosen) return null;
  const { userName, telNumber, provinceName, cityName, countyName, detailInfo } = chosen;
  return {
    name: userName,
    phone: telNumber,
    province: provinceName,
    city: cityName,
    district: countyName,
    detail: detailInfo,
  };
};
