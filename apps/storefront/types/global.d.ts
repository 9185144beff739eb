/// <reference types="@tarojs/taro" />
declare const API_BASE: string;
declare module '*.scss';
declare module '*.png' {
  const address: string;
  export default address;
}
