import type { ModuleGlobals } from './modules.ts';

interface Options {
  success?: (result: unknown) => void;
  fail?: (result: unknown) => void;
  complete?: (result: unknown) => void;
  [name: string]: unknown;
}

/** What a mini program may listen to; named, since Taro takes over only the calls that it finds. */
const LISTENERS = [
  'onPageNotFound',
  'onError',
  'onUnhandledRejection',
  'onAppShow',
  'onAppHide',
  'onNetworkStatusChange',
];

/** What the mini program's platform asks of the world around it. */
export interface World {
  /** Origin that the package was built for, and the one that answers in its stead. */
  builtFor: string;
  server: string;
  /** Origin of the sandbox WeChat. */
  wechat: string;
  /** Who uses the phone: a person of the sandbox. */
  person: string;
}
/** Calls that fail in the given way, once each, e.g. requestPayment: 'requestPayment:fail cancel'. */
export type Failures = Map<string, string>;
/** Opens and closes pages. */
export interface Pages {
  open(route: string, query: Record<string, string>): void;
  /** Takes the page on top away; the one below is shown only when it stays (`reveal`). */
  close(): void;
  reveal(): void;
  /** Shows a page of the tab bar; the one that was shown stays alive. */
  tab(route: string): void;
  /** Ends all pages. */
  restart(): void;
  depth(): number;
}
/** Calls of wx.* in their order, for assertions. */
export type Calls = { name: string; options: Options | undefined }[];

/** WeChat's own limit. */
const MOST_PAGES = 10;

const SYSTEM = {
  platform: 'ios',
  brand: 'iPhone',
  model: 'iPhone 15',
  system: 'iOS 17.4',
  SDKVersion: '3.8.0',
  version: '8.0.50',
  language: 'zh_CN',
  theme: 'light',
  windowWidth: 390,
  windowHeight: 760,
  screenWidth: 390,
  screenHeight: 844,
  pixelRatio: 3,
  statusBarHeight: 47,
  safeArea: { top: 47, bottom: 810, left: 0, right: 390, width: 390, height: 763 },
};

/** The `wx` of a phone whose network is real and whose WeChat is the sandbox. What it lacks is undefined, as on an old phone. */
export function createWx(world: World, pages: Pages, calls: Calls, failures: Failures): ModuleGlobals['wx'] {
  const apis: Record<string, unknown> = {
    ...Object.fromEntries(LISTENERS.map((name) => [name, () => {}])),
    ...deviceApis(),
    ...storageApis(),
    ...navigationApis(pages),
    ...networkApis(world),
    ...sheetApis(),
    ...privateApis(),
  };
  return new Proxy(apis, {
    get(target, name: string) {
      const api = target[name];
      // What every object has, e.g. hasOwnProperty, is no call of the platform.
      if (!Object.hasOwn(target, name) && api !== undefined) return api;
      if (api === undefined) return /^(on|off)[A-Z]/.test(name) ? () => {} : undefined;
      if (typeof api !== 'function') return api;
      return (...args: [Options?]) => {
        calls.push({ name, options: args[0] });
        const failure = failures.get(name);
        if (failure !== undefined) {
          failures.delete(name);
          return settle(args[0], Promise.reject(new Error(failure)));
        }
        return (api as (...a: unknown[]) => unknown)(...args);
      };
    },
  });
}

/** Ends a call as WeChat does: a callback if one was given, and a promise. */
function settle(options: Options | undefined, work: Promise<unknown>): Promise<unknown> {
  const done = work.then(
    (result) => {
      options?.success?.(result);
      options?.complete?.(result);
      return result;
    },
    (error: Error) => {
      const result = { errMsg: error.message };
      options?.fail?.(result);
      options?.complete?.(result);
      return Promise.reject(result);
    },
  );
  // With callbacks nobody looks at the promise.
  done.catch(() => {});
  return done;
}
const ok =
  (result: unknown = {}) =>
  (options?: Options) =>
    settle(options, Promise.resolve(result));

function deviceApis(): Record<string, unknown> {
  const query = () => {
    const chain = {
      in: () => chain,
      select: () => chain,
      selectAll: () => chain,
      selectViewport: () => chain,
      boundingClientRect: () => chain,
      fields: () => chain,
      scrollOffset: () => chain,
      exec: (done?: (found: unknown[]) => void) => done?.([{ width: 0, height: 0, left: 0, top: 0 }]),
    };
    return chain;
  };
  return {
    ...Object.fromEntries(
      ['getSystemInfoSync', 'getWindowInfo', 'getAppBaseInfo', 'getDeviceInfo'].map((name) => [name, () => SYSTEM]),
    ),
    getSystemSetting: () => ({}),
    getAppAuthorizeSetting: () => ({}),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0', envVersion: 'develop', version: '' } }),
    getLaunchOptionsSync: () => ({ path: '', scene: 1001, query: {} }),
    getEnterOptionsSync: () => ({ path: '', scene: 1001, query: {} }),
    getMenuButtonBoundingClientRect: () => ({ top: 51, bottom: 83, left: 296, right: 383, width: 87, height: 32 }),
    canIUse: () => true,
    nextTick: (work: () => unknown) => Promise.resolve().then(work),
    createSelectorQuery: query,
  };
}

function storageApis(): Record<string, unknown> {
  const kept = new Map<string, unknown>();
  return {
    getStorageSync: (key: string) => kept.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void kept.set(key, value),
    removeStorageSync: (key: string) => void kept.delete(key),
  };
}

function navigationApis(pages: Pages): Record<string, unknown> {
  const parts = (url: string) => {
    const [path = '', query = ''] = url.split('?');
    return { route: path.replace(/^\//, ''), query: Object.fromEntries(query.split('&').map(pair)) };
  };
  // WeChat hands parameters over as they stood in the address, undecoded.
  const pair = (text: string): [string, string] => {
    const at = text.indexOf('=');
    return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  };
  const open = (options: Options) => {
    const { route, query } = parts(String(options.url));
    pages.open(route, query);
  };
  const then = (work: (options: Options) => void) => (options: Options) =>
    settle(
      options,
      Promise.resolve().then(() => work(options)),
    );
  return {
    navigateTo: then((options) => {
      if (pages.depth() >= MOST_PAGES) throw new Error('navigateTo:fail webview count limit exceed');
      open(options);
    }),
    redirectTo: then((options) => {
      pages.close();
      open(options);
    }),
    navigateBack: then(() => {
      pages.close();
      pages.reveal();
    }),
    switchTab: then((options) => pages.tab(parts(String(options.url)).route)),
    reLaunch: then((options) => {
      pages.restart();
      open(options);
    }),
  };
}

function networkApis({ builtFor, server, wechat, person }: World): Record<string, unknown> {
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(wechat + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path}:fail ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as Record<string, string>;
  };
  const request = async (options: Options) => {
    const url = String(options.url).replace(builtFor, server);
    const method = String(options.method ?? 'GET');
    const headers = options.header as Record<string, string>;
    const body = method === 'GET' ? undefined : (options.data as string | undefined);
    const reply = await fetch(url, { method, headers, body });
    const text = await reply.text();
    const data = text && /json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    return { statusCode: reply.status, data, header: Object.fromEntries(reply.headers), errMsg: 'request:ok' };
  };
  const pay = async (options: Options) => {
    const { timeStamp, nonceStr, package: prepay, signType, paySign } = options;
    const sheet = { timeStamp, nonceStr, package: prepay, signType, paySign, person };
    const { result, errMsg } = await post('/sandbox/api/pay', sheet);
    if (result !== 'ok') throw new Error(errMsg);
    return { errMsg };
  };
  /** The shopper accepts everything, and WeChat knows of it. */
  const subscribe = async ({ tmplIds }: Options) => {
    const templateIds = tmplIds as string[];
    await post('/sandbox/api/subscribe', { person, templateIds });
    const answers = Object.fromEntries(templateIds.map((id) => [id, 'accept']));
    return { ...answers, errMsg: 'requestSubscribeMessage:ok' };
  };
  return {
    request: (options: Options) => {
      settle(options, request(options));
      return { abort() {}, onHeadersReceived() {}, offHeadersReceived() {} };
    },
    login: (options?: Options) => settle(options, post('/sandbox/api/login', { person })),
    requestSubscribeMessage: (options: Options) => settle(options, subscribe(options)),
    requestPayment: (options: Options) => settle(options, pay(options)),
  };
}

function sheetApis(): Record<string, unknown> {
  return {
    ...Object.fromEntries(
      [
        'showToast',
        'hideToast',
        'showLoading',
        'hideLoading',
        'setNavigationBarTitle',
        'setTabBarBadge',
        'removeTabBarBadge',
        'setClipboardData',
        'pageScrollTo',
        'stopPullDownRefresh',
      ].map((name) => [name, ok()]),
    ),
    showModal: ok({ confirm: true, cancel: false }),
  };
}

type Answer = (result: { event: string; buttonId?: string }) => void;
/** What WeChat holds back until the shopper has agreed to the privacy guide, and then gives without asking again. */
function privateApis(): Record<string, unknown> {
  let ask: ((answer: Answer) => void) | undefined;
  let agreed = false;
  const agreement = () =>
    new Promise<void>((resolve, reject) => {
      const refused = new Error('chooseAddress:fail privacy permission is not authorized');
      if (agreed) return resolve();
      if (!ask) return reject(refused);
      ask(({ event, buttonId }) => {
        agreed = event === 'agree' && Boolean(buttonId);
        if (agreed) resolve();
        else reject(refused);
      });
    });
  return {
    onNeedPrivacyAuthorization: (listener: typeof ask) => {
      ask = listener;
    },
    openPrivacyContract: ok(),
    chooseAddress: (options?: Options) =>
      settle(
        options,
        agreement().then(() => ADDRESS_IN_WECHAT),
      ),
  };
}
const ADDRESS_IN_WECHAT = {
  userName: '陈晓',
  telNumber: '13900139000',
  provinceName: '广东省',
  cityName: '广州市',
  countyName: '海珠区',
  detailInfo: '新港中路 397 号',
  nationalCode: '440105',
  postalCode: '510000',
  errMsg: 'chooseAddress:ok',
};
