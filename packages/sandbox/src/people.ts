import { createHash, randomBytes } from 'node:crypto';
import type { OneTimeCode, Person, Store } from './state.ts';

const CODE_LIFE_MS = 5 * 60_000;

/** Fictional, each with a fictional number. */
const CAST: readonly Omit<Person, 'openid'>[] = [
  { id: 'lin-xiaoman', name: '林小满', phone: '19900000001' },
  { id: 'zhou-zimo', name: '周子墨', phone: '19900000002' },
  { id: 'chen-yinuo', name: '陈一诺', phone: '19900000003' },
  { id: 'su-wanqing', name: '苏晚晴', phone: '19900000004' },
  { id: 'he-chuan', name: '何川', phone: '19900000005' },
  { id: 'tang-guoguo', name: '唐果果', phone: '19900000006' },
];

/** Makes sure that the cast is there. */
export function seedPeople(store: Store, appid: string): void {
  for (const person of CAST) {
    if (!store.people.get(person.id)) store.people.put(person.id, { ...person, openid: openidOf(appid, person.id) });
  }
}

/** The person of this id or name; somebody unheard of is made on the spot. Nothing given: the first of the cast. */
export function personCalled(store: Store, appid: string, called: string | undefined): Person {
  const wanted = called?.trim().slice(0, 32) || '林小满';
  const known = store.people.get(wanted) ?? store.people.find((person) => person.name === wanted);
  if (known) return known;
  const id = `p-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`;
  const phone = `199${String(store.people.all().length + 1).padStart(8, '0')}`;
  return store.people.put(id, { id, name: wanted, phone, openid: openidOf(appid, id) });
}

/** 28 characters, always the same for a person in an app. */
function openidOf(appid: string, personId: string): string {
  return `o${createHash('sha256').update(`openid/${appid}/${personId}`).digest('base64url').slice(0, 27)}`;
}

/** The same person in every app of the merchant. */
export function unionidOf(personId: string): string {
  return `o${createHash('sha256').update(`unionid/${personId}`).digest('base64url').slice(0, 27)}`;
}

export function personOfOpenid(store: Store, openid: string): Person | undefined {
  return store.people.find((person) => person.openid === openid);
}

export function issueCode(store: Store, kind: OneTimeCode['kind'], personId: string, nowMs: number): string {
  const code = `0${randomBytes(16).toString('hex').slice(1)}`;
  store.codes.put(code, { code, kind, personId, expiresAtMs: nowMs + CODE_LIFE_MS, used: false });
  return code;
}

/** The code's person, once; else why not. */
export function redeemCode(
  store: Store,
  kind: OneTimeCode['kind'],
  code: string,
  nowMs: number,
): Person | 'unknown' | 'used' {
  const issued = store.codes.get(code);
  if (issued?.kind !== kind || issued.expiresAtMs <= nowMs) return 'unknown';
  if (issued.used) return 'used';
  store.codes.put(code, { ...issued, used: true });
  return store.people.get(issued.personId) ?? 'unknown';
}
