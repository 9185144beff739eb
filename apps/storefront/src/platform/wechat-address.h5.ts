import type { PickWechatAddress } from './wechat-address.types';

export const pickWechatAddress = undefined as PickWechatAddress;
