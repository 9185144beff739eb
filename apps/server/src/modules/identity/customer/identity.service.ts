import { actorLabel, systemOf } from '../../../kernel/actor.ts';
import { MINUTE, now, nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type Chain, post } from '../../../platform/ledger/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import { guestName } from './customer.rules.ts';
import { moveAddresses } from './customer.service.ts';
import { belongings, type Join, newcomer } from './customer.slots.ts';
import * as customers from './customer.store.ts';
import { formerOwner, type OwnerProof } from './former-owner.ts';
import { elder, type Identity, mayBeOne } from './identity.rules.ts';
import * as store from './identity.store.ts';

/** Who signs in, by all that WeChat or a code tells of them. */
export interface Who {
  openid?: { appid: string; openid: string };
  unionid?: string | null;
  /** Proved: as `phoneOf` writes it. */
  phone?: string;
  /** Asked for when nobody proved the number for long. */
  proof?: OwnerProof | undefined;
}
/** A customer, and those who were joined into them just now. */
export interface Found {
  customer: customers.CustomerRow;
  joined: string[];
}

export const phonePlace = (tenantId: number, customerId: string): Place => ({
  tenantId,
  purpose: 'phone',
  row: customerId,
});

/** What was written for a customer while they were joined into another goes over a little later. */
export const joinAgain = jobKind<Join>('customer.join-again');
const AGAIN_AFTER_MS = 2 * MINUTE;

const secretMark = ({ secrets }: Platform, tenantId: number, phone: string): string =>
  secrets.mark(tenantId, 'phone', phone);

const identitiesOf = ({ secrets }: Platform, tenantId: number, who: Who): Identity[] => [
  ...(who.openid ? [{ kind: 'openid' as const, app: who.openid.appid, value: who.openid.openid }] : []),
  ...(who.unionid ? [{ kind: 'unionid' as const, app: '', value: who.unionid }] : []),
  ...(who.phone ? [{ kind: 'phone' as const, app: '', value: secrets.mark(tenantId, 'phone', who.phone) }] : []),
];

/**
 * The customer behind what is known of a person: found by any of it, or new. Customers who turn out to be one person become one, the
 * eldest, who gets all that the others had; a phone number alone never makes one of two WeChat users, it goes to who proved it last.
 * `known` is the customer who is signed in already.
 */
export async function customerFor(
  tx: Tx,
  platform: Platform,
  tenantId: number,
  who: Who,
  known?: string,
): Promise<Found> {
  const identities = identitiesOf(platform, tenantId, who);
  await store.lockIdentities(tx, tenantId, identities);
  const mine = known ? await store.standingFor(tx, tenantId, known) : null;
  const owners = new Map<string, Identity[]>();
  for (const identity of identities) {
    const owner = await store.identityOwner(tx, tenantId, identity);
    if (owner) owners.set(owner, [...(owners.get(owner) ?? []), identity]);
  }
  if (who.phone) {
    const byWechat = [...owners].filter(([, own]) => own.some(({ kind }) => kind !== 'phone')).map(([id]) => id);
    const asked = { phoneMark: secretMark(platform, tenantId, who.phone), proof: who.proof };
    const former = await formerOwner(tx, platform.secrets, tenantId, {
      ...asked,
      known: [...(mine ? [mine] : []), ...byWechat],
    });
    // The number goes over to who proves it now; what was bought under it stays where it is.
    if (former) owners.delete(former);
  }
  // What WeChat says comes before a number: who is signed in, the owner of the openid, of the unionid, of the phone.
  const candidates = [...new Set([...(mine ? [mine] : []), ...owners.keys()])];
  const { id, joined } = await becomeOne(tx, platform, tenantId, candidates);
  if (candidates.length === 0) {
    await customers.insertCustomer(tx, tenantId, { id, nickname: guestName(id) });
    for (const greet of platform.slots.all(newcomer)) await greet(tx, tenantId, id);
  }
  await note(tx, platform, tenantId, id, identities, who);
  const customer = await customers.touchCustomer(tx, tenantId, id, now());
  if (!customer) throw common.UNAUTHENTICATED();
  return { customer, joined };
}

/** Notes by what the customer is known from now on. */
async function note(
  tx: Tx,
  { secrets }: Platform,
  tenantId: number,
  id: string,
  identities: Identity[],
  { phone }: Who,
): Promise<void> {
  for (const identity of identities) {
    const owner = await store.identityOwner(tx, tenantId, identity);
    if (owner === id) {
      if (identity.kind === 'phone') await store.provePhone(tx, tenantId, identity.value);
      continue;
    }
    // An openid or unionid of somebody who stays another person is left where it is.
    if (owner && identity.kind !== 'phone') continue;
    const sealed = identity.kind === 'phone' ? secrets.seal(phonePlace(tenantId, id), phone ?? '') : null;
    await store.keepIdentity(tx, tenantId, { ...identity, customer_id: id, sealed });
    if (identity.kind === 'phone') await store.dropOtherPhones(tx, tenantId, id, identity.value);
  }
}

/** Makes one of those who may be one with the first; a new id when there is nobody. */
async function becomeOne(
  tx: Tx,
  platform: Platform,
  tenantId: number,
  candidates: string[],
): Promise<{ id: string; joined: string[] }> {
  const [first] = candidates;
  if (!first) return { id: newId(), joined: [] };
  if (candidates.length === 1) return { id: first, joined: [] };
  const rows = await store.lockStanding(tx, tenantId, candidates);
  const identities = await store.identitiesOf(tx, tenantId, candidates);
  const of = (id: string) => identities.filter((one) => one.customer_id === id);
  const together = rows.filter((row) => !row.joined_into && (row.id === first || mayBeOne(of(first), of(row.id))));
  const into = elder(together)?.id ?? first;
  const joined = together.map((row) => row.id).filter((id) => id !== into);
  const chains = await chainsOf(tx, platform, { tenantId, from: joined, into });
  for (const from of joined) await join(tx, platform, { tenantId, from, into });
  if (chains.length > 0) await post(tx, tenantId, chains);
  return { id: into, joined };
}

async function join(tx: Tx, platform: Platform, { tenantId, from, into }: Join): Promise<void> {
  await store.markJoined(tx, tenantId, from, into);
  await moveRows(tx, platform, { tenantId, from, into });
  const runAt = new Date(nowMs() + AGAIN_AFTER_MS);
  await schedule(tx, tenantId, joinAgain, { tenantId, from, into }, { runAt, key: `join/${from}` });
  await platform.audit.note(tx, {
    ...{
      tenantId,
      actor: actorLabel(systemOf(tenantId)),
      actorName: '系统',
      operation: 'joinCustomers',
      target: into,
      result: 200,
    },
    ...{ ip: null, requestId: '', detail: { from } },
  });
}

/** All that one customer has goes to the other. May come twice. */
export async function moveAll(tx: Tx, platform: Platform, join: Join): Promise<void> {
  const chains = await chainsOf(tx, platform, { ...join, from: [join.from] });
  await moveRows(tx, platform, join);
  if (chains.length > 0) await post(tx, join.tenantId, chains);
}

async function chainsOf(
  tx: Tx,
  { slots }: Platform,
  joins: { tenantId: number; from: readonly string[]; into: string },
): Promise<Chain[]> {
  const chains: Chain[] = [];
  if (joins.from.length > 0)
    for (const owned of slots.all(belongings)) chains.push(...((await owned.chains?.(tx, joins)) ?? []));
  return chains;
}

async function moveRows(tx: Tx, { slots, secrets }: Platform, join: Join): Promise<void> {
  await moveIdentities(tx, join, secrets);
  await store.moveSessions(tx, join.tenantId, join.from, join.into);
  await moveAddresses(tx, join, secrets);
  for (const owned of slots.all(belongings)) await owned.move(tx, join, secrets);
}

/** By what a customer is known; phone numbers are sealed for the one who has them now. */
async function moveIdentities(tx: Tx, { tenantId, from, into }: Join, secrets: Secrets): Promise<void> {
  for (const identity of await store.identitiesOf(tx, tenantId, [from])) {
    const sealed = identity.sealed && secrets.open(phonePlace(tenantId, from), identity.sealed);
    await store.moveIdentity(tx, tenantId, {
      ...identity,
      customer_id: into,
      sealed: sealed && secrets.seal(phonePlace(tenantId, into), sealed),
    });
  }
}
