const weapp = process.env.TARO_ENV === 'weapp';
const tab = (page: string, text: string, icon: string) => ({
  pagePath: `pages/${page}/index`,
  text,
  iconPath: `assets/tabs/${icon}.png`,
  selectedIconPath: `assets/tabs/${icon}-on.png`,
});

export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/category/index',
    'pages/cart/index',
    'pages/me/index',
    'pages/search/index',
    'pages/product/index',
    'pages/login/index',
    'pages/confirm/index',
    'pages/pay/index',
    'pages/result/index',
    'pages/orders/index',
    'pages/order/index',
    'pages/refund/index',
    'pages/addresses/index',
    'pages/address/index',
    'pages/devices/index',
    'pages/terms/index',
  ],
  window: {
    navigationBarTitleText: '集市',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
    backgroundColor: '#f5f5f7',
    backgroundTextStyle: 'dark',
    ...(weapp ? {} : { navigationStyle: 'custom' }),
  },
  // A page of the browser is there at once. Sliding it in takes timers, and a step back while they run leaves an empty screen.
  animation: weapp,
  // The browser's tab bar is a part of ours (parts/TabBar); the platform's own needs web components.
  ...(weapp
    ? {
        tabBar: {
          color: '#8a8a8f',
          selectedColor: '#d9482b',
          backgroundColor: '#ffffff',
          borderStyle: 'white',
          list: [
            tab('home', '首页', 'home'),
            tab('category', '分类', 'grid'),
            tab('cart', '购物车', 'cart'),
            tab('me', '我的', 'user'),
          ],
        },
        lazyCodeLoading: 'requiredComponents',
      }
    : {}),
});
