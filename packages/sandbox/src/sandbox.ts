import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { claim } from '@jishi/embedded';
import Fastify, { type FastifyInstance } from 'fastify';
import { Alarms } from './alarms.ts';
import { type Context, DEFAULT_SETTINGS, type Settings } from './context.ts';
import { controlRoutes } from './control.routes.ts';
import { type Control, changeSettings, makeControl } from './control.ts';
import { openControlKey } from './control-key.ts';
import { Faults } from './faults.ts';
import { type Merchant, openKeys, writeMerchant } from './keys.ts';
import { miniProgramRoutes } from './mini-program/mini-program.routes.ts';
import { PushQueue } from './mini-program/push-queue.ts';
import { watchReceipt, watchShipping } from './mini-program/settlement.ts';
import { officialAccountRoutes } from './official-account/official-account.routes.ts';
import { pageRoutes } from './pages/pages.routes.ts';
import { CallbackQueue } from './pay/callbacks.ts';
import { payRoutes } from './pay/pay.routes.ts';
import { RefundTimer } from './pay/refund-timer.ts';
import { awaitReturn } from './pay/sharing/returns.ts';
import { awaitShare } from './pay/sharing/share.ts';
import { awaitTransfer } from './pay/transfer/flow.ts';
import { seedPeople } from './people.ts';
import { shopperRoutes } from './shopper.routes.ts';
import { smsRoutes } from './sms/sms.routes.ts';
import { openStore } from './state.ts';

export interface SandboxOptions {
  /** 0 takes a free one. */
  port: number;
  /** Keys and journal live here; the same directory is the same merchant with the same past. */
  dir: string;
  /** 127.0.0.1 unless said. */
  host?: string;
  /** Where browsers reach the sandbox when that is not the port itself, e.g. behind a proxy. No slash at the end. */
  publicUrl?: string;
  /** Multiplies the waits between repeated call-backs; 1 is WeChat's own pace. */
  callbackTimeScale?: number;
  settings?: Partial<Settings>;
  /** The machine's clock in ms. */
  clock?: () => number;
  /** Told what a person should know, e.g. that a part of the journal could not be read. */
  log?: (line: string) => void;
}

export interface Sandbox {
  baseUrl: string;
  /** The overview's address with the key that opens it. */
  overviewUrl: string;
  /** Opens the control interface over HTTP (header `x-sandbox-key`) and the overview (`?key=…`). */
  controlKey: string;
  merchant: Merchant;
  control: Control;
  /** Stops listening and waiting; what is pending goes on with the next start on the same directory. */
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 1_048_576;

/**
 * Starts a local WeChat: WeChat Pay v3, the server interfaces of mini program and official account, its pages and the control
 * interface. Throws AlreadyClaimed while another process has the folder: both would write its journal.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const folder = await claim(path.join(options.dir, 'in-use.json'));
  try {
    const sandbox = await open(options);
    return { ...sandbox, close: () => sandbox.close().finally(() => folder.release()) };
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function open(options: SandboxOptions): Promise<Sandbox> {
  const clock = options.clock ?? Date.now;
  const keys = await openKeys(options.dir, clock());
  const controlKey = openControlKey(options.dir);
  const store = openStore(options.dir, options.log);
  seedPeople({ store, keys });
  let skewMs = 0;
  const now = () => clock() + skewMs;
  const faults = new Faults();
  const settings = changeSettings({ ...DEFAULT_SETTINGS }, options.settings ?? {});
  const callbacks = new CallbackQueue({
    store,
    faults,
    keys,
    settings,
    now,
    timeScale: options.callbackTimeScale ?? 1,
  });
  const pushes = new PushQueue({ store, faults, keys, settings, now });
  const alarms = new Alarms(now);
  const refunds = new RefundTimer({ store, callbacks, alarms, now });
  const context: Context = {
    keys,
    store,
    faults,
    settings,
    callbacks,
    pushes,
    refunds,
    alarms,
    calls: new Map(),
    now,
    controlKey,
    baseUrl: () => keys.merchant.baseUrl,
  };
  const control = makeControl(context, (ms) => {
    skewMs = ms;
    alarms.rearm();
  });
  const app = await listen(context, control, options).catch((error: unknown) => {
    store.close();
    throw error;
  });
  callbacks.resume();
  resume(context);
  return {
    baseUrl: keys.merchant.baseUrl,
    overviewUrl: `${keys.merchant.baseUrl}/?key=${controlKey}`,
    controlKey,
    merchant: keys.merchant,
    control,
    close: async () => {
      alarms.forget();
      await app.close();
      await callbacks.close();
      await pushes.close();
      store.close();
    },
  };
}

/** What an earlier run left under way goes on. */
function resume(context: Context): void {
  const { refunds, pushes, store } = context;
  pushes.resume();
  for (const one of store.transactions.all()) {
    watchShipping(context, one);
    watchReceipt(context, one);
  }
  refunds.resume();
  for (const one of store.shares.all()) awaitShare(context, one);
  for (const one of store.shareReturns.all()) awaitReturn(context, one);
  for (const one of store.transfers.all()) awaitTransfer(context, one);
}

async function listen(
  context: Context,
  control: Control,
  { port, host = '127.0.0.1', publicUrl, dir }: SandboxOptions,
) {
  const app = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  register(app, context, control);
  await app.listen({ port, host });
  const { port: taken } = app.server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const { merchant } = context.keys;
  merchant.baseUrl =
    publicUrl?.replace(/\/+$/, '') ?? `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${taken}`;
  writeMerchant(dir, merchant);
  return app;
}

/** Each part in its own scope: they read bodies and report errors in different ways. */
function register(app: FastifyInstance, context: Context, control: Control): void {
  app.register(async (scope) => payRoutes(scope, context));
  app.register(async (scope) => miniProgramRoutes(scope, context));
  app.register(async (scope) => officialAccountRoutes(scope, context));
  app.register(async (scope) => smsRoutes(scope, context));
  app.register(async (scope) => shopperRoutes(scope, context));
  app.register(async (scope) => controlRoutes(scope, control, context.controlKey));
  app.register(async (scope) => pageRoutes(scope, context));
  // WeChat answers unknown paths without a body.
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
}
