import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { derivedId } from '../kernel/ids.ts';
import { Refusal } from '../kernel/refusal.ts';
import { Database, type Tx } from '../platform/db/index.ts';
import { type Chain, Ledger, post, reserve } from '../platform/ledger/index.ts';
import { chainWork } from './chain-work.ts';

/**
 * A process to be killed by a test: many clients place chains, by batch and by transaction, and say on standard output what was
 * acknowledged (`+id`, `=id` for a repeat, `-id code` for a refusal). Run: node tools/run.mjs <this file> <database url> <tenant> <chains>
 */
const CLIENTS = 64;
const SKUS = 20;

const [url = '', tenant = '', total = ''] = process.argv.slice(2);
const tenantId = Number(tenant);
const database = new Database({ url, size: 6 });

/** Own rows of a chain, to see that none is there without the other. */
const writeRows = async (tx: Tx, _tenant: number, ids: string[]): Promise<void> => {
  await sql`insert into outbox (tenant_id, id, task, payload)
            select ${tenantId}, r.id, 'burst', to_jsonb(r.chain)
            from unnest(${ids.map((id) => derivedId(id))}::uuid[], ${ids}::text[]) as r(id, chain)`.execute(tx);
};
const ledger = new Ledger(database, { maxItems: 50 });
const placing = chainWork((tx, tenant, posted) =>
  writeRows(
    tx,
    tenant,
    posted.map((c) => c.id),
  ),
);

/** Chain n: two SKUs, one of them the hot one that does not suffice for all. */
const chainOf = (n: number): Chain => ({
  id: `burst/${n}`,
  legs: [
    reserve('piece', `stock/${n % SKUS}`, 'sold/all', 1 + (n % 3)),
    ...(n % 2 ? [reserve('piece', 'stock/hot', 'sold/all', 1)] : []),
  ],
});

async function place(n: number): Promise<void> {
  const chain = chainOf(n);
  try {
    const outcome =
      n % 5 > 0
        ? await ledger.submit(placing, tenantId, chain)
        : await database.inTx(tenantId, async (tx) => {
            const one = await post(tx, tenantId, chain);
            if (one === 'posted') await writeRows(tx, tenantId, [chain.id]);
            return one;
          });
    say(`${outcome === 'posted' ? '+' : '='}${chain.id}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(`-${chain.id} ${error.code}`);
  }
}

/** Synchronous, so that what was said is out when the process is killed. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

await Promise.all(
  Array.from({ length: CLIENTS }, async (_, client) => {
    for (let n = client; n < Number(total); n += CLIENTS) await place(n);
  }),
);
await database.close();
