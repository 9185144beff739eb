import { MAX_COMPONENT_LINES, MAX_FILE_LINES, MAX_FUNCTION_LINES, OWNERS_OF_CHANCE, SERVER } from './house.ts';
import { GENERATED, isTest, type Source, type Violation } from './source.ts';

/** Files of at most 400 lines, functions of at most 60 (components 105); tests and generated files may be longer. */
export function sizes(source: Source): Violation[] {
  if (GENERATED.test(source.path)) return [];
  const file =
    source.lines > MAX_FILE_LINES
      ? [{ rule: 'sizes', path: source.path, line: 1, what: `${source.lines} lines, at most ${MAX_FILE_LINES}` }]
      : [];
  if (isTest(source.path)) return file;
  const most = source.path.endsWith('.tsx') ? MAX_COMPONENT_LINES : MAX_FUNCTION_LINES;
  const functions = source.functions
    .filter((f) => f.lines > most)
    .map((f) => ({
      rule: 'sizes',
      path: source.path,
      line: f.line,
      what: `${f.name} has ${f.lines} lines, at most ${most}`,
    }));
  return [...file, ...functions];
}

/** What each kind of file may import. */
const KINDS: { kind: RegExp; allowed: (from: string) => boolean; what: string }[] = [
  {
    kind: /\.rules\.ts$/,
    allowed: (from) =>
      !/platform\/|\.store\.ts$|\.service\.ts$|\.routes\.ts$|^node:(fs|http|net|child_process)/.test(from),
    what: 'rules are pure',
  },
  {
    kind: /\.api\.ts$/,
    allowed: (from) => from === 'typebox' || /\/kernel\/|\.api\.ts$|\/index\.ts$/.test(from),
    what: 'a contract imports the kernel and the schema library',
  },
  {
    kind: /\.store\.ts$/,
    allowed: (from) => !/\.service\.ts$|\.routes\.ts$|@jishi\/wechat/.test(from),
    what: 'a store holds SQL',
  },
  {
    kind: /\.service\.ts$/,
    allowed: (from) => !/\.routes\.ts$|\.listeners\.ts$|^fastify/.test(from),
    what: 'a service knows no HTTP',
  },
];
const TRANSACTION = /\.inTx\(|\.transaction\(\)/;
/** A service runs within its caller's transaction, which must not wait for anything but PostgreSQL. */
const NETWORK_MODULES = /^@jishi\/wechat$|^(node:)?(https?|http2|net|tls|dgram)$|^undici$/;
const NETWORK_CALLS = /(?<![.\w])fetch\(|\bwechatOf\b/;
const CHANCE = /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)|\brandomUUID\(/;

export function kinds(source: Source): Violation[] {
  if (!source.path.startsWith(SERVER) || isTest(source.path)) return [];
  const inside = source.path.slice(SERVER.length);
  const imports = KINDS.filter((k) => k.kind.test(inside)).flatMap((k) =>
    source.imports
      .filter((i) => !k.allowed(i.from))
      .map((i) => ({ rule: 'kinds', path: source.path, line: i.line, what: `${k.what}: ${i.from}` })),
  );
  const barrel = inside.endsWith('/index.ts') && source.functions.length > 0;
  return [
    ...imports,
    ...(barrel ? [{ rule: 'kinds', path: source.path, line: 1, what: 'a front door holds no logic' }] : []),
    ...(/\.(rules|store|service)\.ts$/.test(inside)
      ? [...matches(source, TRANSACTION, 'transactions begin in routes, jobs and the batcher'), ...network(source)]
      : []),
    ...(OWNERS_OF_CHANCE.some((o) => inside.startsWith(o)) || !/^(modules|platform)\//.test(inside)
      ? []
      : matches(source, CHANCE, 'clock, random numbers and ids come from the kernel')),
  ];
}

/** A page asks what the platform can do (`capabilities`), never which one it is: another mini program is then a twin and nothing more. */
const PLATFORM_NAMES = /\bTARO_ENV\b/;
const KNOWS_PLATFORM = /^apps\/storefront\/(config\/|src\/platform\/|src\/(app\.config|page-config)\.ts$)/;
export function platformNames(source: Source): Violation[] {
  if (!source.path.startsWith('apps/storefront/') || KNOWS_PLATFORM.test(source.path)) return [];
  return matches(source, PLATFORM_NAMES, 'only src/platform knows which platform it runs on', 'platforms');
}

/** Calls over the network; naming the types of what is sent is none. */
function network(source: Source): Violation[] {
  const what = 'the network is asked between transactions, in routes or a file of its own such as x.wechat.ts';
  return [
    ...source.imports
      .filter((i) => NETWORK_MODULES.test(i.from) && !i.typeOnly)
      .map((i) => ({ rule: 'kinds', path: source.path, line: i.line, what: `${what}: ${i.from}` })),
    ...matches(source, NETWORK_CALLS, what),
  ];
}

const COMMENT = /^\s*(\*|\/\*|\/\/)/;
function matches(source: Source, pattern: RegExp, what: string, rule = 'kinds'): Violation[] {
  return source.text
    .split('\n')
    .flatMap((text, i) =>
      pattern.test(text) && !COMMENT.test(text) ? [{ rule, path: source.path, line: i + 1, what }] : [],
    );
}
