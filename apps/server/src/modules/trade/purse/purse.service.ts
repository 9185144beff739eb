import { newId } from '../../../kernel/ids.ts';
import type { Db, PageAsk, Tx } from '../../../platform/db/index.ts';
import { together } from '../../../platform/db/index.ts';
import { type Balance, balances, entries, move, post } from '../../../platform/ledger/index.ts';
import { jobKind } from '../../../platform/outbox/index.ts';
import { type Purse, pocketAccount, unitOf } from '../pricing/index.ts';
import { type Entry, POCKETS, type Pocket, type PocketName, purseRefusals } from './purse.api.ts';
import { giver, LABELS, type PurseFacts, payFromPockets, wordsOf } from './purse.rules.ts';
import { putSettings, settingsOf } from './purse.store.ts';

/** A customer turned out to be another one: what they have goes over, and later what their unpaid orders held. */
export const joinPurses = jobKind<{ from: string; into: string; nth: number }>('purse.join');

/** A new customer gets what the shop gives. */
export const welcome = jobKind<{ customerId: string }>('purse.welcome');

const accountsOf = (customerId: string): string[] => POCKETS.map((source) => pocketAccount(source, customerId));
const holdsOf = (found: Map<string, Balance>, source: PocketName, customerId: string): number =>
  Math.max(0, found.get(pocketAccount(source, customerId))?.available ?? 0);

/** What shoppers have, as money for their orders. */
export const customersPurse: Purse<PurseFacts> = {
  name: 'customer',
  async facts(db, tenantId, baskets) {
    const ids = [...new Set(baskets.flatMap((b) => b.customerId ?? []))];
    const [settings, found] = await together(settingsOf(db, tenantId), balances(db, tenantId, ids.flatMap(accountsOf)));
    return baskets.map(({ customerId }) => {
      if (!customerId) return null;
      const holds = Object.fromEntries(POCKETS.map((source) => [source, holdsOf(found, source, customerId)]));
      return { settings, holds: holds as PurseFacts['holds'] };
    });
  },
  pay: payFromPockets,
};

export async function pocketsOf(db: Db, tenantId: number, customerId: string): Promise<Pocket[]> {
  const found = await balances(db, tenantId, accountsOf(customerId));
  return POCKETS.map((source) => ({
    source,
    label: LABELS[source],
    unit: source === 'points' ? 'point' : 'fen',
    holds: holdsOf(found, source, customerId),
    reserved: found.get(pocketAccount(source, customerId))?.reserved ?? 0,
  }));
}

export async function entriesOf(
  db: Db,
  tenantId: number,
  customerId: string,
  source: PocketName,
  ask: PageAsk,
): Promise<{ items: Entry[]; next: string | null }> {
  const { items, next } = await entries(db, tenantId, pocketAccount(source, customerId), ask);
  // What was held is gone from the pocket: that it is settled later is no news to its owner.
  const news = items.filter((e) => e.kind !== 'settle');
  return {
    items: news.map(({ id, at, amount, chainId, kind, reason }) => ({
      id,
      at: at.toISOString(),
      amount,
      ...wordsOf(chainId, kind, reason),
    })),
    next,
  };
}

/** Gives (or with a negative amount takes back). Refuses with PURSE_NOTHING or PURSE_TOO_LITTLE. */
export async function changePocket(
  tx: Tx,
  tenantId: number,
  customerId: string,
  { source, amount, reason }: { source: PocketName; amount: number; reason: string },
): Promise<void> {
  if (amount === 0) throw purseRefusals.PURSE_NOTHING();
  const [pocket, world] = [pocketAccount(source, customerId), giver(source)];
  const { message } = purseRefusals.PURSE_TOO_LITTLE();
  const lack = { lackCode: 'PURSE_TOO_LITTLE', message };
  const leg =
    amount > 0 ? move(unitOf(source), world, pocket, amount) : move(unitOf(source), pocket, world, -amount, lack);
  await post(tx, tenantId, { id: `grant/${newId()}`, legs: [leg], reason });
}

/** Gives points for something that happened once: `cause` is the chain's id, and a second time changes nothing. */
export const givePoints = (
  tx: Tx,
  tenantId: number,
  { cause, customerId, points }: { cause: `review/${string}`; customerId: string; points: number },
): Promise<unknown> =>
  post(tx, tenantId, {
    id: cause,
    legs: [move(unitOf('points'), giver('points'), pocketAccount('points', customerId), points)],
  });

/** Gives a new customer what the merchant set, once. */
export async function greet(tx: Tx, tenantId: number, customerId: string): Promise<void> {
  const { welcomePoints, welcomeBonusFen } = await settingsOf(tx, tenantId);
  const gifts: [PocketName, number][] = [
    ['points', welcomePoints],
    ['wallet-bonus', welcomeBonusFen],
  ];
  const legs = gifts.flatMap(([source, amount]) =>
    amount > 0 ? [move(unitOf(source), giver(source), pocketAccount(source, customerId), amount)] : [],
  );
  if (legs.length > 0) await post(tx, tenantId, { id: `welcome/${customerId}`, legs, reason: 'welcome' });
}

/** Nothing more for newcomers. */
export async function endWelcome(tx: Tx, tenantId: number): Promise<void> {
  await putSettings(tx, tenantId, { ...(await settingsOf(tx, tenantId)), welcomePoints: 0, welcomeBonusFen: 0 });
}

/** What a customer has when they leave goes back to where it came from: nobody can use it any more. */
export async function emptyPockets(tx: Tx, tenantId: number, customerId: string): Promise<void> {
  const found = await balances(tx, tenantId, accountsOf(customerId));
  const legs = POCKETS.flatMap((source) => {
    const holds = holdsOf(found, source, customerId);
    return holds > 0 ? [move(unitOf(source), pocketAccount(source, customerId), giver(source), holds)] : [];
  });
  if (legs.length > 0) await post(tx, tenantId, { id: `purse-end/${customerId}`, legs, reason: 'account closed' });
}

/** Moves what one customer has to the other that they turned out to be. */
export async function joinPockets(
  tx: Tx,
  tenantId: number,
  { from, into, nth }: { from: string; into: string; nth: number },
): Promise<void> {
  const found = await balances(tx, tenantId, accountsOf(from));
  const legs = POCKETS.flatMap((source) => {
    const holds = holdsOf(found, source, from);
    return holds > 0 ? [move(unitOf(source), pocketAccount(source, from), pocketAccount(source, into), holds)] : [];
  });
  if (legs.length > 0) await post(tx, tenantId, { id: `purse-join/${from}/${nth}`, legs, reason: 'one person' });
}
