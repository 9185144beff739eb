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
  type(element: HTMLElement, value: string): void;
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
  const app: { instance?: Record<string, unknown> } = {};
  const pages = pageStack(stack, framework, pagesOf(appConfig(files)));
  const run = runner(files, framework.space, createWx(world, pages, calls, failures), app, stack);
  run('app');
  for (const component of components) run(component);
  const launch = { path: appConfig(files).pages[0] ?? '', query: {}, scene: 1001 };
  for (const hook of ['onLaunch', 'onShow']) call(app.instance, hook, launch);
  pages.open(launch.path, {});
  return { ...fingers(stack, framework), calls, failures };
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

function pageStack(stack: OpenPage[], framework: Framework, known: string[]): Pages {
  return {
    open(route, query) {
      if (!known.includes(route)) throw new Error(`page not found: ${route}`);
      const root = framework.createRoot(route);
      const instance = root.get();
      instance.route = route;
      instance.__route__ = route;
      instance.options = query;
      const host = document.createElement('div');
      const place = document.createElement('span');
      host.append(place);
      document.body.append(host);
      call(stack.at(-1)?.instance, 'onHide');
      stack.push({ route, instance, host, release: () => root.release() });
      root.attach(host, place);
      for (const [hook, ...args] of [['onLoad', query], ['onShow'], ['onReady']] as const)
        call(instance, hook, ...args);
    },
    close() {
      const page = stack.pop();
      if (!page) return;
      call(page.instance, 'onUnload');
      page.release();
      page.host.remove();
    },
    reveal: () => call(stack.at(-1)?.instance, 'onShow'),
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

function fingers(stack: OpenPage[], framework: Framework): Omit<MiniProgram, 'calls' | 'failures'> {
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
    type: (element, value) => trigger(element, 'input', { value }),
  };
}
