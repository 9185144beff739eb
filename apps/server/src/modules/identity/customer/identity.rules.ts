import { DAY } from '../../../kernel/clock.ts';

/** By what a customer is known; of a phone number the blind index. */
export interface Identity {
  kind: 'openid' | 'unionid' | 'phone';
  /** AppID of an openid, else empty. */
  app: string;
  value: string;
}

/**
 * Whether two customers may be one person: WeChat gives a person one openid in each app and one unionid, so who differs there are two
 * people, who share a phone number at most.
 */
export function mayBeOne(a: readonly Identity[], b: readonly Identity[]): boolean {
  const wechat = (all: readonly Identity[]) => all.filter(({ kind }) => kind !== 'phone');
  return !wechat(a).some((one) =>
    wechat(b).some((other) => one.kind === other.kind && one.app === other.app && one.value !== other.value),
  );
}

/** The customer who stays: the one who came first. */
export const elder = <C extends { id: string; created_at: Date }>(customers: readonly C[]): C | undefined =>
  [...customers].sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.id < b.id ? -1 : 1))[0];

/** A number that is given back rests for 90 days before somebody else may get it (电信网码号资源管理办法 and the carriers' terms). */
const NUMBER_RESTS_MS = 90 * DAY;
/** Whether a phone number may belong to somebody else than who proved it last. Both in ms since the epoch. */
export const mayHaveNewOwner = (provedAtMs: number, atMs: number): boolean => atMs - provedAtMs > NUMBER_RESTS_MS;

const plain = (name: string): string => name.normalize('NFKC').replace(/[\s·]/g, '').toLowerCase();
/** Whether two ways to write a name mean the same one: width, case and blanks aside. */
export const isSameName = (a: string, b: string): boolean => plain(a) !== '' && plain(a) === plain(b);
