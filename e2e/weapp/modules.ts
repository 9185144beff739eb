import { type PackageFiles, resolve } from './files.ts';

/** What the code of a mini program finds around itself, and nothing of a browser or of Node. */
export interface ModuleGlobals {
  wx: object;
  App: (app: object) => void;
  Page: unknown;
  Component: unknown;
  Behavior: unknown;
  getApp: () => unknown;
  getCurrentPages: () => unknown[];
}

/** Hidden from the package: on a phone they do not exist, and code that needs them must fail here too. */
const HIDDEN = [
  'window',
  'document',
  'self',
  'globalThis',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'XMLHttpRequest',
  'fetch',
  'Request',
  'Response',
  'Headers',
  'process',
  'Buffer',
  'URL',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'AbortController',
  'FormData',
  'Blob',
  'HTMLElement',
  'Element',
  'Node',
  'Event',
  'MutationObserver',
  'CustomEvent',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'structuredClone',
  'queueMicrotask',
  'crypto',
];

/** CommonJS over the files of the package; a module runs once. Throws what the module throws. */
export function createRequire(files: PackageFiles, globals: ModuleGlobals): (from: string, path: string) => unknown {
  const modules = new Map<string, { exports: unknown }>();
  const names = Object.keys(globals);
  const shared = {};
  const find = (from: string, path: string): string => {
    const at = resolve(from, path);
    const found = [at, `${at}.js`, `${at}/index.js`].find((name) => name in files && name.endsWith('.js'));
    if (!found) throw new Error(`${from} requires ${path}, which the package does not have`);
    return found;
  };
  const load = (from: string, path: string): unknown => {
    const name = find(from, path);
    const known = modules.get(name);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(name, module);
    const code = `${files[name]}\n//# sourceURL=weapp/${name}`;
    const run = new Function('require', 'module', 'exports', 'console', 'global', ...names, ...HIDDEN, code);
    run((p: string) => load(name, p), module, module.exports, console, shared, ...Object.values(globals));
    return module.exports;
  };
  return load;
}
