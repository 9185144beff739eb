import { Refusal } from '../../kernel/refusal.ts';
import { type Database, isUnavailable, last, type Tx, together } from '../db/index.ts';
import type { Posting } from './ledger.rules.ts';
import { type Opened, openBook, writeBook } from './ledger.ts';
import type { Decide, ItemReach, Work } from './work.ts';

type AnyWork = Work<unknown, unknown, unknown>;
export interface Waiting {
  work: AnyWork;
  item: unknown;
  reach: ItemReach;
  done(answer: unknown): void;
  fail(error: unknown): void;
}
type Outcome = { answer: unknown } | { error: unknown };
interface Accepted {
  item: unknown;
  plan: unknown;
  /** Place in the batch. */
  place: number;
}
/** What was decided on a batch, and what is still to be written. */
interface Verdicts {
  outcomes: Outcome[];
  accepted: Map<AnyWork, Accepted[]>;
  postings: Posting[];
}

/** Posts a batch and settles the promise of each item; never rejects. No two items have the same chain. */
export async function postBatch(database: Database, tenantId: number, batch: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await inOneTransaction(database, tenantId, batch);
    for (const [place, { done, fail }] of batch.entries()) {
      const outcome = outcomes[place];
      if (outcome && 'answer' in outcome) done(outcome.answer);
      else fail(outcome?.error);
    }
  } catch (error) {
    // While the database is away, smaller batches are of no use.
    if (batch.length === 1 || isUnavailable(error)) {
      for (const { fail } of batch) fail(error);
      return;
    }
    const middle = batch.length >> 1;
    await postBatch(database, tenantId, batch.slice(0, middle));
    await postBatch(database, tenantId, batch.slice(middle));
  }
}

/** Rolls back a transaction that only locked: a commit would wait for the disk, and there is nothing to keep. */
class NothingToKeep extends Error {
  readonly outcomes: Outcome[];
  constructor(outcomes: Outcome[]) {
    super('nothing to keep');
    this.outcomes = outcomes;
  }
}

async function inOneTransaction(database: Database, tenantId: number, batch: readonly Waiting[]): Promise<Outcome[]> {
  try {
    const work = async (tx: Tx): Promise<Outcome[]> => {
      const kinds = groupByWork(batch);
      const [decides, opened] = await together(
        Promise.all([...kinds].map(([work, members]) => work.prepare(tx, tenantId, itemsOf(members)))),
        openBook(tx, tenantId, reachOf(batch)),
      );
      const decide = new Map(
        [...kinds.keys()].map((work, n) => [work, decides[n] as Decide<unknown, unknown, unknown>]),
      );
      const verdicts = judge(batch, decide, opened);
      await answerRepeated(tx, tenantId, batch, opened, verdicts);
      if (verdicts.accepted.size === 0) throw new NothingToKeep(verdicts.outcomes);
      await writeAll(tx, tenantId, opened, verdicts);
      return verdicts.outcomes;
    };
    return await database.inTx(tenantId, work, { planOnce: true });
  } catch (error) {
    if (error instanceof NothingToKeep) return error.outcomes;
    throw error;
  }
}

const itemsOf = (members: readonly Waiting[]): unknown[] => members.map((w) => w.item);

/** By kind, in the order of their names, so that rows are locked in one order everywhere. */
function groupByWork(batch: readonly Waiting[]): Map<AnyWork, Waiting[]> {
  const groups = new Map<AnyWork, Waiting[]>();
  for (const waiting of batch) {
    const group = groups.get(waiting.work);
    if (group) group.push(waiting);
    else groups.set(waiting.work, [waiting]);
  }
  return new Map([...groups].sort(([a], [b]) => (a.name < b.name ? -1 : 1)));
}

function reachOf(batch: readonly Waiting[]) {
  const accounts = new Set<string>();
  const ends = new Set<string>();
  for (const { reach } of batch) {
    for (const id of reach.accounts) accounts.add(id);
    for (const id of reach.ends ?? []) ends.add(id);
  }
  return { chains: batch.map((w) => w.reach.chain), accounts, ends: [...ends] };
}

/** Decides on each item in order of arrival; each sees what those before it left. */
function judge(
  batch: readonly Waiting[],
  decide: ReadonlyMap<AnyWork, Decide<unknown, unknown, unknown>>,
  { book, posted }: Opened,
): Verdicts {
  const verdicts: Verdicts = { outcomes: [], accepted: new Map(), postings: [] };
  const available = (account: string) => book.available(account);
  for (const [place, { work, item, reach }] of batch.entries()) {
    if (posted.has(reach.chain)) continue;
    try {
      const decided = decide.get(work)?.(item, available);
      if (!decided) throw new Error(`nothing decides on ${work.name}`);
      if ('answer' in decided) {
        verdicts.outcomes[place] = decided;
        continue;
      }
      const { plan, ...chain } = decided;
      if (chain.legs.length > 0) verdicts.postings.push(...book.apply({ id: reach.chain, ...chain }));
      const group = verdicts.accepted.get(work) ?? [];
      group.push({ item, plan, place });
      verdicts.accepted.set(work, group);
    } catch (error) {
      verdicts.outcomes[place] = { error };
    }
  }
  return verdicts;
}

async function answerRepeated(
  tx: Tx,
  tenantId: number,
  batch: readonly Waiting[],
  { posted }: Opened,
  { outcomes }: Verdicts,
): Promise<void> {
  const places = [...batch.keys()].filter((place) => posted.has(batch[place]?.reach.chain ?? ''));
  const repeated = groupByWork(places.map((place) => ({ ...(batch[place] as Waiting), place })));
  for (const [work, members] of repeated as Map<AnyWork, (Waiting & { place: number })[]>) {
    const asked = members.map(({ item, reach }) => ({ item, postings: posted.get(reach.chain) ?? [] }));
    const answers = await work.repeated(tx, tenantId, asked);
    for (const [n, { place }] of members.entries()) {
      const answer = answers[n];
      outcomes[place] = answer instanceof Refusal ? { error: answer } : { answer };
    }
  }
}

/** Postings, balances and every kind's own rows. The commit travels with them, unless a kind has more to do. */
async function writeAll(
  tx: Tx,
  tenantId: number,
  { book }: Opened,
  { outcomes, accepted, postings }: Verdicts,
): Promise<void> {
  const groups = [...accepted];
  const sent = [
    postings.length > 0 ? writeBook(tx, tenantId, book, postings) : Promise.resolve(),
    ...groups.map(([work, items]) => work.write(tx, tenantId, items)),
  ];
  const rest = groups.map(([work, items]) => ({ work, items: items.filter((i) => work.afterwards?.isNeeded(i.plan)) }));
  const isAll = rest.every(({ items }) => items.length === 0);
  const [, ...answers] = await (isAll ? last<unknown[]>(tx, ...sent) : together<unknown[]>(...sent));
  for (const { work, items } of rest) if (items.length > 0) await work.afterwards?.write(tx, tenantId, items);
  for (const [n, [, items]] of groups.entries())
    for (const [m, { place }] of items.entries()) outcomes[place] = { answer: (answers[n] as readonly unknown[])[m] };
}
