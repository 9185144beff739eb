import { pathOf, type RouteName, routeNames, routeOf } from './routes.ts';

const weapp = process.env.TARO_ENV !== 'h5';
const inPackage = (name: string) => routeNames.filter((route) => routeOf(route).package === name);
const subPackages = [...new Set(routeNames.map((name) => routeOf(name).package))].filter((name) => name !== 'pages');

/** While a shopper looks at a page of the main package, the packages of the pages that may follow are fetched. */
const preloadRule = Object.fromEntries(
  inPackage('pages').flatMap((name) => {
    const next = (routeOf(name).next ?? []).map((n) => routeOf(n as RouteName).package as string);
    const packages = [...new Set(next)].filter((p) => p !== 'pages');
    return packages.length > 0 ? [[pathOf(name), { network: 'all' as const, packages }]] : [];
  }),
);
const tabs = routeNames.flatMap((name) => {
  const { tab } = routeOf(name);
  if (!tab) return [];
  const icon = `assets/tabs/${tab.icon}`;
  return [{ pagePath: pathOf(name), text: tab.text, iconPath: `${icon}.png`, selectedIconPath: `${icon}-on.png` }];
});

/** Colours of the bars come from theme.json, which knows two of each. */
const bar = (name: string, light: string) => (weapp ? `@${name}` : light);

export default {
  pages: inPackage('pages').map(pathOf),
  subPackages: subPackages.map((root) => ({ root, pages: inPackage(root) as string[] })),
  window: {
    navigationBarTitleText: '集市',
    navigationBarBackgroundColor: bar('barGround', '#ffffff'),
    navigationBarTextStyle: bar('barText', 'black'),
    backgroundColor: bar('page', '#f5f5f7'),
    backgroundTextStyle: bar('pulled', 'dark'),
    ...(weapp ? {} : { navigationStyle: 'custom' }),
  },
  // The browser's tab bar is a part of ours (parts/TabBar); the platform's own needs web components.
  ...(weapp
    ? {
        preloadRule,
        tabBar: {
          color: '@tab',
          selectedColor: '@tabOn',
          backgroundColor: '@barGround',
          borderStyle: '@edge',
          list: tabs,
        },
        lazyCodeLoading: 'requiredComponents',
        darkmode: true,
        themeLocation: 'theme.json',
        // What WeChat asks the privacy guide for.
        requiredPrivateInfos: ['chooseAddress'],
        __usePrivacyCheck__: true,
      }
    : // A page of the browser is there at once. Sliding it in takes timers, and a step back while they run leaves an empty screen.
      { animation: false }),
};
