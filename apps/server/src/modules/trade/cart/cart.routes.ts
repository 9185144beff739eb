import type { Static } from 'typebox';
import type { Shopper } from '../../../kernel/actor.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings } from '../../identity/customer/index.ts';
import { type AskedLine, mergeLines, type Quote, type QuoteLines, quoteOf } from '../pricing/index.ts';
import * as api from './cart.api.ts';
import * as store from './cart.store.ts';

const MAX_LINES = 100;
const MAX_QUANTITY = 9999;

/** The cart: kept per shopper on the server, so that it is the same on every device. */
export const cart: Module = { name: 'trade/cart', register };

function register(platform: Platform): void {
  const { http, slots } = platform;
  slots.fill(belongings, {
    tables: ['cart_line'],
    move: (tx, { tenantId, from, into }) => store.moveLines(tx, tenantId, from, into, MAX_QUANTITY),
    erase: (tx, tenantId, customerId) => store.eraseLines(tx, tenantId, customerId),
  });
  const quote = quoteOf(platform);
  const after = ({ db, actor }: { db: Db; actor: Shopper }) => cartView(db, actor.tenantId, actor.customerId, quote);

  http.read(api.getCart, after);
  http.change(api.addToCart, {
    before: ({ actor, body }) => offerOf(actor, body.skuId, quote),
    change: ({ tx, actor, body, seen }) => addLine(tx, actor, body, seen.available),
    after,
  });
  http.change(api.addSetToCart, {
    before: ({ actor, body }) => setOf(actor, body.lines, quote),
    change: async ({ tx, actor, seen }) => {
      for (const line of seen) await addLine(tx, actor, line, line.available);
    },
    after,
  });
  http.change(api.setCartLine, {
    change: async ({ tx, actor, params, body }) => {
      const line = { sku_id: params.skuId, ...body };
      if (!(await store.changeLine(tx, actor.tenantId, actor.customerId, line))) throw common.NOT_FOUND();
    },
    after,
  });
  http.change(api.selectCart, {
    change: ({ tx, actor, body }) => store.selectLines(tx, actor.tenantId, actor.customerId, body.selected),
    after,
  });
  http.change(api.removeFromCart, {
    change: ({ tx, actor, body }) => store.removeLines(tx, actor.tenantId, actor.customerId, body.skuIds),
    after,
  });
}

async function offerOf({ tenantId, customerId }: Shopper, skuId: string, quote: QuoteLines) {
  const [offered] = (await quote(tenantId, { customerId, lines: [{ skuId, quantity: 1 }] })).lines;
  if (!offered || offered.trouble)
    throw api.cartRefusals.CART_CANNOT_ADD({ trouble: offered?.trouble }, offered?.troubleText ?? undefined);
  return offered;
}

/** The lines of a set, each SKU once. Refuses with CART_CANNOT_ADD where one cannot be bought in full. */
async function setOf({ tenantId, customerId }: Shopper, asked: readonly AskedLine[], quote: QuoteLines) {
  const { lines } = await quote(tenantId, { customerId, lines: mergeLines(asked) });
  const short = lines.find((line) => line.trouble);
  if (short) {
    const text = `「${short.title}」${short.troubleText ?? '现在不能购买'}，整套没有加入`;
    throw api.cartRefusals.CART_CANNOT_ADD({ trouble: short.trouble }, text);
  }
  return lines;
}

async function addLine(
  tx: Tx,
  { tenantId, customerId }: Shopper,
  asked: { skuId: string; quantity: number },
  available: number,
): Promise<void> {
  await store.lockCart(tx, tenantId, customerId);
  const added = { ...asked, most: Math.min(available, MAX_QUANTITY), maxLines: MAX_LINES };
  if (!(await store.addPieces(tx, tenantId, customerId, added))) throw api.cartRefusals.CART_FULL();
}

async function cartView(
  db: Db,
  tenantId: number,
  customerId: string,
  quote: QuoteLines,
): Promise<Static<typeof api.Cart>> {
  const rows = await store.cartLines(db, tenantId, customerId);
  const { lines, groups } = await quote(tenantId, {
    customerId,
    lines: rows.map((r) => ({ skuId: r.sku_id, quantity: r.quantity })),
  });
  const withSelection = lines.map((line, i) => ({
    ...line,
    selected: line.trouble === null && (rows[i]?.selected ?? false),
  }));
  const valid = withSelection.filter((l) => l.trouble === null);
  const selected = valid.filter((l) => l.selected);
  const sum = selected.length > 0 ? await quote(tenantId, { customerId, lines: selected }) : null;
  return {
    lines: withSelection,
    count: valid.reduce((sum, l) => sum + l.quantity, 0),
    selectedCount: selected.reduce((sum, l) => sum + l.quantity, 0),
    selectedFen: sum ? sum.goodsFen - sum.discountFen : 0,
    discountFen: sum?.discountFen ?? 0,
    unmet: sum?.unmet ?? [],
    groups: groups.map((group) => ({ ...group, ...standingOf(group.ref, sum) })),
  };
}

/** What a promotion takes off the selected lines, and what one more step of it would bring. */
const standingOf = (ref: string, sum: Quote | null) => ({
  offFen: sum?.parts.reduce((fen, part) => (part.ref === ref ? fen - part.fen : fen), 0) ?? 0,
  unmet: sum?.unmet.find((u) => u.ref === ref) ?? null,
});
