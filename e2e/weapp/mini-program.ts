import { createRequire as requireOf } from 'node:module';
import { JSDOM } from 'jsdom';
import { appConfig, type CodeSpace, declareComponents, pagesOf, type Register } from './components.ts';
import { type PackageFiles, readPackage } from './files.ts';
import { createRequire } from './modules.ts';
import { type Calls, createWx, type Failures, type Pages, type World } from './wx.ts';

const load = requireOf(import.meta.url);

interface PageInstance {
  route: string;
  options: Record<string, string>;
  [method: string]: unknown;
}
interface OpenPage {
  route: string;
  instance: PageInstance;
  host: HTMLElement;
  release(): void;
}
type Element = HTMLElement & { __wxElement?: unknown };

/** A compiled mini program that runs: WeChat's own component framework draws it into a jsdom page, fingers are method calls. */
export interface MiniProgram {
  /** The page on top. */
  route(): string;
  /** All text of the page on top, blanks collapsed. */
  text(): string;
  /** The element with this id on the page on top (as the source names it), if there. */
  find(id: string): HTMLElement | undefined;
  /** The first element whose id begins so. */
  findStarting(prefix: string): HTMLElement | undefined;
  tap(element: HTMLElement): void;
  /** Taps a button of WeChat by which the shopper agrees to the privacy guide. */
  agree(element: HTMLElement): void;
  /** A button of WeChat gives something, e.g. 'getphonenumber'. */
  give(element: HTMLElement, event: string, detail: object): void;
  type(element: HTMLElement, value: string): void;
  /** Taps a tab of the platform's tab bar. */
  tab(route: string): void;
  /** What the page on top answers when WeChat asks it, e.g. for its share card. */
  ask(hook: string): unknown;
  /** Every call of wx.* so far. */
  calls: Calls;
  /** The next calls of wx.* that fail, with what they say. */
  failures: Failures;
}

/** Starts the package in `dir` on its first page. Throws when a template, component or script is broken. */
export function startMiniProgram(dir: string, world: World): MiniProgram {
  const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
  Object.assign(globalThis, { window, document: window.document, Event: window.Event });
  const framework = openFramework();
  const files = readPackage(dir);
  const components = declareComponents(files, framework.space);
  const stack: OpenPage[] = [];
  const calls: Calls = [];
  const failures: Failures = new Map();
  const settings = appConfig(files);
  const app: { instance?: Record<string, unknown> } = {};
  const pages = pageStack(stack, framework, {
    pages: pagesOf(settings),
    tabs: (settings.tabBar?.list ?? []).map((t) => t.pagePath),
  });
  const run = runner(files, framework.space, createWx(world, pages, calls, failures), app, stack);
  run('app');
  for (const component of components) run(component);
  const launch = { path: appConfig(files).pages[0] ?? '', query: {}, scene: 1001 };
  for (const hook of ['onLaunch', 'onShow']) call(app.instance, hook, launch);
  pages.open(launch.path, {});
  return { ...fingers(stack, framework), tab: pages.tab, calls, failures };
}

const call = (target: Record<string, unknown> | undefined, method: string, ...args: unknown[]): void => {
  const found = target?.[method];
  if (typeof found === 'function') found.apply(target, args);
};

interface Framework {
  space: CodeSpace;
  createRoot(route: string): { get(): PageInstance; attach(host: HTMLElement, at: HTMLElement): void; release(): void };
  trigger(element: unknown, type: string, detail: object): void;
}
function openFramework(): Framework {
  const glassEasel = load('glass-easel');
  const adapter = load('glass-easel-miniprogram-adapter');
  // Handlers that are assigned at run time must be found, and ids must reach the page.
  Object.assign(glassEasel.globalOptions, {
    writeIdToDOM: true,
    useMethodCallerListeners: true,
    throwGlobalError: true,
  });
  const environment = new adapter.MiniProgramEnv();
  const space = environment.createCodeSpace('', true) as CodeSpace;
  const backend = new glassEasel.CurrentWindowBackendContext();
  backend.onEvent((target: unknown, type: string, detail: object, options: object) => {
    const event = new glassEasel.Event(type, detail, options);
    glassEasel.Event.dispatchEvent(target, event);
    const { NoDefault, Normal } = glassEasel.EventBubbleStatus;
    return event.defaultPrevented() ? NoDefault : Normal;
  });
  const associated = environment.associateBackend(backend);
  return {
    space,
    createRoot: (route) => associated.createRoot('body', space, route),
    trigger: (element, type, detail) =>
      glassEasel.Event.triggerEvent(element, type, detail, { bubbles: true, composed: true }),
  };
}

const hide = (page: OpenPage | undefined) => {
  if (!page) return;
  call(page.instance, 'onHide');
  page.host.remove();
};
const end = (page: OpenPage) => {
  call(page.instance, 'onUnload');
  page.release();
  page.host.remove();
};
const show = (page: OpenPage | undefined) => {
  if (!page) return;
  document.body.append(page.host);
  call(page.instance, 'onShow');
};

interface Known {
  pages: string[];
  tabs: string[];
}
/** Pages as WeChat keeps them: one over the other, those of the tab bar alive while another tab is shown. */
function pageStack(stack: OpenPage[], framework: Framework, { pages, tabs }: Known): Pages {
  const resting = new Map<string, OpenPage>();
  const make = (route: string, query: Record<string, string>): OpenPage => {
    const root = framework.createRoot(route);
    const instance = root.get();
    Object.assign(instance, { route, __route__: route, options: query });
    const host = document.createElement('div');
    const place = document.createElement('span');
    host.append(place);
    document.body.append(host);
    const page = { route, instance, host, release: () => root.release() };
    stack.push(page);
    root.attach(host, place);
    for (const [hook, ...args] of [['onLoad', query], ['onShow'], ['onReady']] as const) call(instance, hook, ...args);
    return page;
  };
  return {
    open(route, query) {
      if (!pages.includes(route)) throw new Error(`page not found: ${route}`);
      if (tabs.includes(route) && stack.length > 0) throw new Error(`can not navigateTo a tabbar page: ${route}`);
      hide(stack.at(-1));
      make(route, query);
    },
    close() {
      const page = stack.pop();
      if (page) end(page);
    },
    tab(route) {
      if (!tabs.includes(route)) throw new Error(`can not switch to non-TabBar page: ${route}`);
      while (stack.length > 1) end(stack.pop() as OpenPage);
      const below = stack.pop();
      if (below?.route === route) {
        stack.push(below);
        return show(below);
      }
      hide(below);
      if (below && tabs.includes(below.route)) resting.set(below.route, below);
      else if (below) end(below);
      const kept = resting.get(route);
      if (!kept) return void make(route, {});
      resting.delete(route);
      stack.push(kept);
      show(kept);
    },
    restart() {
      for (const page of [...stack.splice(0), ...resting.values()]) end(page);
      resting.clear();
    },
    reveal: () => show(stack.at(-1)),
    depth: () => stack.length,
  };
}

/** Runs a script of the package; what it registers belongs to the file being run, also when a shared chunk registers it. */
function runner(
  files: PackageFiles,
  space: CodeSpace,
  wx: object,
  app: { instance?: Record<string, unknown> },
  stack: OpenPage[],
): (path: string) => void {
  let current = 'app';
  const register =
    (kind: 'Page' | 'Component' | 'Behavior'): Register =>
    (definition) =>
      space.componentEnv(current, (env) => (definition === undefined ? env[kind]() : env[kind](definition)));
  const requireFile = createRequire(files, {
    wx,
    App: (instance) => {
      app.instance = instance as Record<string, unknown>;
    },
    Page: register('Page'),
    Component: register('Component'),
    Behavior: register('Behavior'),
    getApp: () => app.instance,
    getCurrentPages: () => stack.map((page) => page.instance),
  });
  return (path) => {
    current = path;
    requireFile('', `./${path}.js`);
  };
}

function fingers(stack: OpenPage[], framework: Framework): Omit<MiniProgram, 'calls' | 'failures' | 'tab'> {
  const top = () => {
    const page = stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  };
  const trigger = (element: HTMLElement, type: string, detail: object) => {
    let at: Element | null = element;
    while (at && !at.__wxElement) at = at.parentElement;
    if (!at) throw new Error(`${element.id || element.tagName} is no element of the mini program`);
    framework.trigger(at.__wxElement, type, detail);
  };
  // The framework puts the path of the component before an id.
  const bare = (element: HTMLElement) => element.id.split('--').at(-1) ?? '';
  const withId = () => [...top().host.querySelectorAll<HTMLElement>('[id]')];
  return {
    route: () => top().route,
    text: () => (top().host.textContent ?? '').replace(/\s+/g, ' ').trim(),
    find: (id) => withId().find((element) => bare(element) === id),
    findStarting: (prefix) => withId().find((element) => bare(element).startsWith(prefix)),
    tap: (element) => trigger(element, 'tap', {}),
    agree: (element) => trigger(element, 'agreeprivacyauthorization', {}),
    give: trigger,
    type: (element, value) => trigger(element, 'input', { value }),
    ask: (hook) => {
      const { instance } = top();
      const found = instance[hook];
      if (typeof found !== 'function') throw new Error(`${instance.route} has no ${hook}`);
      return found.call(instance, {});
    },
  };
}
