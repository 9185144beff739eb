/// <reference types="@tarojs/taro" />
declare const API_BASE: string;
/** Of the product, e.g. `1.2.0`. */
declare const VERSION: string;
declare module '*.scss';
declare module '*.png' {
  const address: string;
  export default address;
}
