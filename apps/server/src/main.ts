import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createSandbox, type Sandbox } from '@jishi/sandbox';
import pino, { type Logger } from 'pino';
import { buildApp, closeApp } from './app.ts';
import { openDatabase } from './open-database.ts';
import { type Config, ConfigError, readConfig } from './platform/config.ts';
import type { Platform } from './platform/platform.ts';
import { Secrets } from './platform/secrets/secrets.ts';
import { knownLogins, reconnectDemo, seedDemo } from './seed.ts';
import { reseal } from './upkeep-commands.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const startedAtMs = Number(process.env.JISHI_STARTED_AT) || Date.now() - process.uptime() * 1000;

/** config → database → app → listen and work; `migrate` stops after the database. */
async function main(): Promise<void> {
  const [command = 'serve'] = process.argv.slice(2).filter((a) => !a.startsWith('-'));
  const config = readConfig(process.argv.slice(2), process.env);
  mkdirSync(config.dataDir, { recursive: true });
  const closers: (() => Promise<unknown>)[] = [];
  const stop = stopper(closers);
  try {
    const database = await openDatabase(config, Secrets.open(config.secret, config.dataDir, config.formerSecrets), say);
    if (database.embedded) closers.push(database.embedded.stop);
    if (command === 'migrate') return await stop(0);
    const log = logger(config);
    const platform = await buildApp(config, database.urls, log);
    closers.push(() => closeApp(platform));
    if (command === 'reseal') {
      await reseal(platform, say);
      return await stop(0);
    }
    const sandbox = config.roles.sandbox ? await openSandbox(config) : null;
    if (sandbox) closers.push(sandbox.close);
    await serve(platform, sandbox);
  } catch (error) {
    say(`Jishi could not start: ${reasonOf(error)}`);
    if (!(error instanceof ConfigError) && !isPortTaken(error)) process.stderr.write(`${(error as Error).stack}\n`);
    await stop(1);
  }
}

const isPortTaken = (error: unknown): error is { port: number } =>
  (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
const reasonOf = (error: unknown): string =>
  isPortTaken(error)
    ? `port ${error.port} is taken by another program; choose another with --port N (its neighbour N+1 is the sandbox WeChat's)`
    : (error as Error).message;

async function serve(platform: Platform, sandbox: Sandbox | null): Promise<void> {
  const { config, http, jobs } = platform;
  let publicUrl = config.publicUrl;
  if (config.roles.http) {
    const address = await http.server.listen({ port: config.port, host: config.host });
    if (config.port === 0) publicUrl = address;
  }
  if (sandbox && config.demo) {
    await seedDemo(platform, sandbox.merchant, publicUrl, say);
    await reconnectDemo(platform, sandbox.merchant, publicUrl);
  }
  if (config.roles.worker) await jobs.start();
  announce(config, publicUrl, sandbox);
}

function announce(config: Config, url: string, sandbox: Sandbox | null): void {
  const logins = knownLogins(config.dataDir);
  say('');
  say(`  Storefront  ${url}/`);
  say(`  Console     ${url}/console/`);
  say(`  API         ${url}/docs    ${url}/openapi.json`);
  if (sandbox) say(`  WeChat      ${sandbox.overviewUrl} (sandbox)`);
  if (logins) say(`  Login       ${logins.login} / ${logins.password}`);
  say('');
  say(`Jishi is ready in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`);
}

const openSandbox = (config: Config): Promise<Sandbox> =>
  createSandbox({ port: config.sandboxPort, dir: path.join(config.dataDir, 'sandbox'), log: say });

function logger(config: Config): Logger {
  const redact = { paths: ['req.headers.authorization', 'req.headers.cookie'], remove: true };
  const target =
    config.logTo === 'stdout'
      ? pino.destination(1)
      : pino.destination({ dest: path.join(config.dataDir, 'jishi.log'), sync: false, mkdir: true });
  return pino({ level: config.logLevel, redact }, target);
}

/** One Ctrl-C reaches us from the terminal and again through the program that started us. */
const SAME_SIGNAL_MS = 1000;

/** Closes in reverse order of opening, once; who asks again after a second does not want to wait. */
function stopper(closers: (() => Promise<unknown>)[]): (code: number) => Promise<void> {
  let stoppingSince = 0;
  const stop = async (code: number): Promise<void> => {
    if (stoppingSince > 0) {
      if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(code || 1);
      return;
    }
    stoppingSince = Date.now();
    for (const close of closers.reverse())
      await close().catch((error: Error) => say(`while stopping: ${error.message}`));
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  return stop;
}

await main();
