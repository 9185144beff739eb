import { createHash, randomBytes } from 'node:crypto';
import { appsOf } from './apps.ts';
import type { Keys } from './keys.ts';
import type { OauthScope, OneTimeCode, Person, Store } from './state.ts';

const CODE_LIFE_MS = 5 * 60_000;

/** Fictional, each with a fictional number. */
const CAST: readonly Person[] = [
  { id: 'lin-xiaoman', name: '林小满', phone: '19900000001' },
  { id: 'zhou-zimo', name: '周子墨', phone: '19900000002' },
  { id: 'chen-yinuo', name: '陈一诺', phone: '19900000003' },
  { id: 'su-wanqing', name: '苏晚晴', phone: '19900000004' },
  { id: 'he-chuan', name: '何川', phone: '19900000005' },
  { id: 'tang-guoguo', name: '唐果果', phone: '19900000006' },
];

/** Where people are known: what is remembered, and the apps in which each has an openid. */
interface Town {
  store: Store;
  keys: Keys;
}

/** Makes sure that the cast is there, and that everybody has an openid in every app. */
export function seedPeople(town: Town): void {
  for (const person of CAST) if (!town.store.people.get(person.id)) town.store.people.put(person.id, person);
  for (const person of town.store.people.all()) giveOpenids(town, person.id);
}

/** The person of this id or name; somebody unheard of is made on the spot. Nothing given: the first of the cast. */
export function personCalled(town: Town, called: string | undefined): Person {
  const { store } = town;
  const wanted = called?.trim().slice(0, 32) || '林小满';
  const known = store.people.get(wanted) ?? store.people.find((person) => person.name === wanted);
  if (known) return known;
  const id = `p-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
  const phone = `199${String(store.people.all().length + 1).padStart(8, '0')}`;
  giveOpenids(town, id);
  return store.people.put(id, { id, name: wanted, phone });
}

function giveOpenids({ store, keys }: Town, personId: string): void {
  for (const { appid } of appsOf(keys.merchant)) {
    const openid = openidOf(appid, personId);
    if (!store.openids.get(openid)) store.openids.put(openid, { appid, personId });
  }
}

/** 28 characters, always the same for a person in an app. */
export function openidOf(appid: string, personId: string): string {
  return `o${createHash('sha256').update(`openid/${appid}/${personId}`).digest('base64url').slice(0, 27)}`;
}

/** The same person in every app of the merchant. */
export function unionidOf(personId: string): string {
  return `o${createHash('sha256').update(`unionid/${personId}`).digest('base64url').slice(0, 27)}`;
}

/** Who has this openid, in whatever app; or only in the app named. */
export function personOfOpenid(store: Store, openid: string, appid?: string): Person | undefined {
  const known = store.openids.get(openid);
  if (!known || (appid !== undefined && known.appid !== appid)) return undefined;
  return store.people.get(known.personId);
}

interface NewCode {
  kind: OneTimeCode['kind'];
  appid: string;
  personId: string;
  scope?: OauthScope;
}
export function issueCode(store: Store, ask: NewCode, nowMs: number): string {
  const code = `0${randomBytes(16).toString('hex').slice(1)}`;
  store.codes.put(code, { ...ask, code, expiresAtMs: nowMs + CODE_LIFE_MS, used: false });
  if (ask.kind === 'login') store.visits.put(openidOf(ask.appid, ask.personId), nowMs);
  return code;
}

interface WantedCode {
  kind: OneTimeCode['kind'];
  appid: string;
  code: string;
  /** Whose it has to be. */
  openid?: string;
}
interface Redeemed {
  person: Person;
  /** Theirs in the code's app. */
  openid: string;
  scope: OauthScope;
}
/** Whom the code stands for, once; else why not. A code of another app, kind or person is unknown. */
export function redeemCode(store: Store, wanted: WantedCode, nowMs: number): Redeemed | 'unknown' | 'used' {
  const issued = store.codes.get(wanted.code);
  if (issued?.kind !== wanted.kind || issued.appid !== wanted.appid || issued.expiresAtMs <= nowMs) return 'unknown';
  const person = store.people.get(issued.personId);
  const openid = openidOf(issued.appid, issued.personId);
  if (!person || (wanted.openid !== undefined && wanted.openid !== openid)) return 'unknown';
  if (issued.used) return 'used';
  store.codes.put(issued.code, { ...issued, used: true });
  return { person, openid, scope: issued.scope ?? 'snsapi_base' };
}
