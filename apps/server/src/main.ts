import path from 'node:path';
import type { Sandbox } from '@jishi/sandbox';
import pino, { type Logger } from 'pino';
import { buildApp, closeApp } from './app.ts';
import { backup, readBackupOptions, restore } from './backup-commands.ts';
import { firstLogin } from './first-login.ts';
import { LINK_HOURS, newSetupLink } from './modules/identity/setup/index.ts';
import { practiceOf } from './modules/identity/tenant/index.ts';
import { keepNightlyBackups } from './nightly-backup.ts';
import { openDatabase } from './open-database.ts';
import { CannotStart } from './platform/cannot-start.ts';
import { type Config, readConfig } from './platform/config.ts';
import { openDataFolder } from './platform/data-folder.ts';
import { keepPages } from './platform/http/pages.ts';
import { LogFile } from './platform/log.ts';
import type { Platform } from './platform/platform.ts';
import { Secrets } from './platform/secrets/secrets.ts';
import { nameSources } from './platform/source-names.ts';
import { closeWhenReal, openSandbox, reconnect } from './sandbox.ts';
import { connectionOf, seedDemo, smsAccountOf } from './seed.ts';
import { readShopOptions, SHOP_COMMANDS } from './shop-commands.ts';
import { Shutdown } from './shutdown.ts';
import { reseal, sendFiles, verifyAudits, verifyLedgers } from './upkeep-commands.ts';

nameSources(import.meta.url);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
// A reader that goes away, as in `npm start | head`, is no reason to end.
process.stdout.on('error', () => {});

const startedAtMs = Number(process.env.JISHI_STARTED_AT) || Date.now() - process.uptime() * 1000;

type Command = (args: string[], shutdown: Shutdown) => Promise<void>;
const COMMANDS: Record<string, Command> = {
  serve,
  /** Brings the schema up to date and ends. */
  migrate: async (args, shutdown) => {
    await open({ ...readConfig(args, process.env), migrate: true }, shutdown, say);
    say('the schema is up to date');
    await shutdown.stop(0);
  },
  reseal: (args, shutdown) => once(readConfig(args, process.env), shutdown, (platform) => reseal(platform, say)),
  'verify-audit': (args, shutdown) =>
    once(readConfig(args, process.env), shutdown, async (platform) => {
      if (!(await verifyAudits(platform, say))) await shutdown.stop(1);
    }),
  'verify-ledger': (args, shutdown) =>
    once(readConfig(args, process.env), shutdown, async (platform) => {
      if (!(await verifyLedgers(platform, say))) await shutdown.stop(1);
    }),
  'send-files': (args, shutdown) =>
    once(readConfig(args, process.env), shutdown, (platform) => sendFiles(platform, say)),
  shop: onShops,
  backup: async (args, shutdown) => {
    const { data, to, nightly } = readBackupOptions(args);
    const config = readConfig(data ? ['--data', data] : [], process.env);
    const { owner } = await open(config, shutdown, say);
    await backup(config, owner, { to, nightly }, say);
    await shutdown.stop(0);
  },
  restore: async (args, shutdown) => {
    const { data, from } = readBackupOptions(args);
    const config = readConfig(data ? ['--data', data] : [], process.env);
    openDataFolder(config.dataDir, config.databaseUrl === null);
    shutdown.add('PostgreSQL of the restore', await restore(config, from, say));
    // As a start does: whatever this program's schema has beyond the backup's; then the books are looked at.
    await once({ ...config, migrate: true }, shutdown, async (platform) => {
      if (!(await verifyLedgers(platform, say))) await shutdown.stop(1);
    });
  },
};

async function main(): Promise<void> {
  const shutdown = new Shutdown(say);
  const [first, ...others] = process.argv.slice(2);
  const named = first && !first.startsWith('-');
  try {
    const command = COMMANDS[named ? first : 'serve'];
    if (!command) throw new CannotStart(`there is no command ${first}; there are ${Object.keys(COMMANDS).join(', ')}`);
    await command(named ? others : process.argv.slice(2), shutdown);
  } catch (error) {
    say(`Jishi could not start: ${reasonOf(error)}`);
    if (!(error instanceof CannotStart) && !isPortTaken(error)) process.stderr.write(`${(error as Error).stack}\n`);
    await shutdown.stop(1);
  }
}

const isPortTaken = (error: unknown): error is { port: number } =>
  (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
const reasonOf = (error: unknown): string =>
  isPortTaken(error)
    ? `port ${error.port} is taken by another program; choose another with --port N (its neighbour N+1 is the sandbox WeChat's)`
    : (error as Error).message;

/** config → folder → secret → database. */
async function open(config: Config, shutdown: Shutdown, tell: (line: string) => void) {
  shutdown.limitMs = config.stopMs;
  openDataFolder(config.dataDir, config.databaseUrl === null);
  const database = await openDatabase(config, Secrets.open(config.secret, config.dataDir, config.formerSecrets), tell);
  if (database.embedded) shutdown.add('PostgreSQL', database.embedded.stop);
  return database;
}

/** Does something with the application that neither listens nor works, and ends. */
async function once(config: Config, shutdown: Shutdown, work: (platform: Platform) => Promise<void>): Promise<void> {
  const database = await open(config, shutdown, say);
  const platform = await buildApp(config, database.urls);
  shutdown.add('the application', () => closeApp(platform));
  await work(platform);
  await shutdown.stop(0);
}

async function onShops([first = '', ...args]: string[], shutdown: Shutdown): Promise<void> {
  const work = SHOP_COMMANDS[first];
  if (!work) throw new CannotStart(`say what to do with shops: ${Object.keys(SHOP_COMMANDS).join(', ')}`);
  const options = readShopOptions(args);
  const config = readConfig(options.data ? ['--data', options.data] : [], process.env);
  await once(config, shutdown, (platform) => work(platform, options, say));
}

/** … → app → listen and work. */
async function serve(args: string[], shutdown: Shutdown): Promise<void> {
  const config = readConfig(args, process.env);
  openDataFolder(config.dataDir, config.databaseUrl === null);
  const log = openLog(config, shutdown);
  const tell = (line: string) => {
    say(line);
    log.info(line);
  };
  const database = await open(config, shutdown, tell);
  const platform = await buildApp(config, database.urls, log);
  shutdown.add('answers and jobs', (withinMs) => closeApp(platform, withinMs));
  const sandbox = await openSandbox(platform, tell);
  if (sandbox) {
    shutdown.add('the sandbox WeChat', sandbox.close);
    platform.upstreams.allow(sandbox.baseUrl);
    const stopLooking = closeWhenReal(platform, sandbox, tell);
    shutdown.add('the sandbox WeChat', async () => stopLooking());
  }
  const nightly = keepNightlyBackups(platform);
  shutdown.add('the nightly backup', async () => nightly.end());
  await keepPages(platform);
  await begin(platform, sandbox);
}

async function begin(platform: Platform, sandbox: Sandbox | null): Promise<void> {
  const { config, http, jobs } = platform;
  let publicUrl = config.publicUrl;
  if (config.roles.http) {
    const address = await http.server.listen({ port: config.port, host: config.host });
    if (config.port === 0) publicUrl = address;
  }
  if (sandbox) {
    if (config.demo) await seedDemo(platform, sandbox.merchant, publicUrl, say);
    await reconnect(platform, sandbox, publicUrl);
    practiceOf(platform).sandbox = {
      connection: connectionOf(sandbox.merchant, publicUrl),
      sms: smsAccountOf(sandbox.merchant),
      connected: () => reconnect(platform, sandbox, publicUrl),
    };
  }
  if (config.roles.worker) await jobs.start();
  await announce(platform, publicUrl, sandbox);
}

async function announce(platform: Platform, url: string, sandbox: Sandbox | null): Promise<void> {
  const login = await firstLogin(platform);
  say('');
  say(`  Storefront  ${url}/`);
  say(`  Console     ${url}/console/`);
  say(`  API         ${url}/docs    ${url}/openapi.json`);
  if (sandbox) say(`  WeChat      ${sandbox.overviewUrl} (sandbox)`);
  if (login) say(`  Login       ${login.login} / ${login.password}`);
  const link = platform.config.roles.http ? await newSetupLink(platform, url) : null;
  if (link) say(`  First shop  ${link} (good for ${LINK_HOURS} hours, used once)`);
  say('');
  say(`Jishi is ready in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

function openLog(config: Config, shutdown: Shutdown): Logger {
  const redact = { paths: ['req.headers.authorization', 'req.headers.cookie'], remove: true };
  const options = { level: config.logLevel, redact };
  if (config.logTo === 'stdout')
    return pino(
      options,
      pino.destination(1).on('error', () => {}),
    );
  const file = new LogFile(path.join(config.dataDir, 'jishi.log'), { trouble: say });
  shutdown.add('the log', () => file.close());
  const log = pino(options, file);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the process ends');
    file.flushSync();
    process.stderr.write(`${error.stack}\n`);
    void shutdown.stop(1);
  });
  return log;
}

await main();
