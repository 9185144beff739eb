import { type AppKind, appsOf } from './apps.ts';
import type { Context, Settings } from './context.ts';
import type { ActiveFault, Fault } from './faults.ts';
import type { PaymentAnswer } from './pay/payment.ts';
import { balance, deposit } from './pay/purse.ts';
import type { Share, TransferBill } from './pay/records.ts';
import { issueCode, openidOf, personCalled, seedPeople } from './people.ts';
import { pay, takeTransfer } from './shopper.routes.ts';
import type { Callback, Push, Refund, Shipment, SubscribeMessage, TextMessage, Transaction } from './state.ts';

/** What tests do to the sandbox; the same over HTTP under /sandbox/api/control. */
export interface Control {
  addFault(fault: Fault): ActiveFault;
  faults(): ActiveFault[];
  clearFaults(): void;
  /** How far WeChat's clock is ahead of the machine's, in ms. */
  setClockSkewMs(skewMs: number): void;
  settings(change?: Partial<Settings>): Settings;
  /** How often each interface was called, by `METHOD /path/:with/:holes`. */
  calls(): Record<string, number>;
  transactions(): Transaction[];
  refunds(): Refund[];
  callbacks(): Callback[];
  shares(): Share[];
  transfers(): TransferBill[];
  /** The merchant's basic account, in fen: all of it, and what of it can be spent. */
  balance(): { basicFen: number; availableFen: number };
  /** The merchant pays into the account, or takes out of it when negative. */
  deposit(fen: number): void;
  shipments(): Shipment[];
  /** The page that messages about parcels lead to; none: WeChat's own. */
  messagePage(): string | undefined;
  pushes(): Push[];
  /** Tells an event by the message push, with these fields besides those that all have; null when no address is set. */
  push(event: string, fields: Record<string, unknown>): Push | null;
  /** What WeChat does when the address of the message push is saved: whether it answers as it must. */
  checkMessageUrl(): Promise<boolean>;
  messages(): SubscribeMessage[];
  /** Text messages that were sent, with their codes. */
  texts(): TextMessage[];
  /** A login code of an app (the mini program unless said) and the openid it will give. */
  login(person?: string, app?: AppKind): { code: string; openid: string };
  pay(call: Parameters<typeof pay>[1]): PaymentAnswer;
  /** What the receiver of a transfer does. */
  takeTransfer(call: Parameters<typeof takeTransfer>[1]): ReturnType<typeof takeTransfer>;
  /** Forgets all but the keys. */
  reset(): void;
}

export function makeControl(context: Context, setClockSkewMs: (skewMs: number) => void): Control {
  const { store, faults, keys } = context;
  return {
    addFault: (fault) => faults.add(fault),
    faults: () => faults.list(),
    clearFaults: () => {
      faults.clear();
      context.callbacks.release();
    },
    setClockSkewMs,
    settings: (change = {}) => changeSettings(context.settings, change),
    calls: () => Object.fromEntries(context.calls),
    transactions: () => store.transactions.all(),
    refunds: () => store.refunds.all(),
    callbacks: () => store.callbacks.all(),
    shares: () => store.shares.all(),
    transfers: () => store.transfers.all(),
    balance: () => balance(context),
    deposit: (fen) => deposit(context, fen),
    shipments: () => store.shipments.all(),
    messagePage: () => store.jumpPaths.get('path') || undefined,
    pushes: () => store.pushes.all(),
    push: (event, fields) => context.pushes.tell(event, fields),
    checkMessageUrl: () => context.pushes.checksAddress(),
    messages: () => store.messages.all(),
    texts: () => store.texts.all(),
    login: (called, kind = 'mini-program') => {
      const { id: personId } = personCalled(context, called);
      const appid = appsOf(keys.merchant).find((app) => app.kind === kind)?.appid ?? keys.merchant.appid;
      const ask = { kind: kind === 'mini-program' ? ('login' as const) : ('oauth' as const), appid, personId };
      return {
        code: issueCode(store, { ...ask, scope: 'snsapi_userinfo' }, context.now()),
        openid: openidOf(appid, personId),
      };
    },
    pay: (call) => pay(context, call),
    takeTransfer: (call) => takeTransfer(context, call),
    reset: () => {
      context.callbacks.forget();
      context.alarms.forget();
      faults.clear();
      setClockSkewMs(0);
      store.reset();
      context.calls.clear();
      seedPeople(context);
    },
  };
}

/** Settings that are a list of texts, or null for no limit. */
const LISTS = new Set(['pages', 'oauthDomains', 'h5Domains', 'jsDomains']);

/** Throws a TypeError for a setting that does not exist or has another type. */
export function changeSettings(settings: Settings, change: Partial<Settings>): Settings {
  for (const [name, value] of Object.entries(change)) {
    if (!(name in settings)) throw new TypeError(`unknown setting ${name}`);
    const now = settings[name as keyof Settings];
    const isList = LISTS.has(name);
    const isRight = isList
      ? value === null || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
      : typeof value === typeof now;
    if (!isRight) throw new TypeError(`setting ${name} has another type`);
  }
  return Object.assign(settings, change);
}
