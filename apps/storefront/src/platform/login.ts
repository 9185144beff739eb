import Taro from '@tarojs/taro';
import type { Login } from './login.types';

export const login: Login = {
  way: 'silent',
  code: async () => (await Taro.login()).code,
  // Its code is enough: WeChat's page is for browsers.
  leave() {},
  comeBack: () => false,
  secret: () => '',
  origin: '',
};
