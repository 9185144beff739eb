import type { Tx } from '../platform/db/index.ts';
import type { Chain, Work } from '../platform/ledger/index.ts';
import { accountsOf, endingsOf, isSame, ledgerRefusals } from '../platform/ledger/ledger.rules.ts';

export type ChainWork = Work<Chain, Chain, 'posted' | 'repeated'>;

/** Plain chains as a kind of work of the ledger's batch; `write` gets those that were posted. */
export const chainWork = (
  write: (tx: Tx, tenantId: number, posted: Chain[]) => Promise<unknown> = async () => {},
  name = 'test/chain',
): ChainWork => ({
  name,
  reach: (_tenantId, chain) => ({
    chain: chain.id,
    accounts: [...accountsOf([chain])],
    ends: endingsOf([chain]).map((e) => e.of.chain),
  }),
  prepare: async () => (chain) => ({ ...chain, plan: chain }),
  async write(tx, tenantId, accepted) {
    await write(
      tx,
      tenantId,
      accepted.map((a) => a.plan),
    );
    return accepted.map(() => 'posted');
  },
  repeated: async (_tx, _tenantId, asked) =>
    asked.map(({ item, postings }) =>
      isSame(item, postings) ? 'repeated' : ledgerRefusals.LEDGER_CHAIN_REUSED({ chain: item.id }),
    ),
});
