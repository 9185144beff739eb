import { createHash } from 'node:crypto';
import { changesOf } from '../../../kernel/changes.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { eventRow, send } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { keepUses } from '../media/index.ts';
import { catalogRefusals } from './catalog.api.ts';
import { repeatedName } from './catalog.rules.ts';
import { goodsChanged } from './catalog.service.ts';
import { allCategories } from './category.store.ts';
import * as api from './term.api.ts';
import * as store from './term.store.ts';

/** Brands, units, promises and the parameters of categories. */
export function termRoutes({ http }: Platform): void {
  http.read(api.listTerms, async ({ actor: { tenantId }, params, db }) =>
    answer(await store.termsOf(db, tenantId, params.kind)),
  );
  http.read(api.listServices, async ({ actor: { tenantId }, db }) => ({
    items: (await store.termsOf(db, tenantId, 'service')).map(({ name, note }) => ({ name, note })),
  }));
  http.change(api.putTerms, async ({ actor: { tenantId }, params: { kind }, body, tx, notes }) => {
    const before = await replace(tx, tenantId, kind, body);
    const after = await store.termsOf(tx, tenantId, kind);
    const names = (rows: store.TermRow[]) => ({ names: rows.map(({ name }) => name).join('、') });
    Object.assign(notes, { kind, ...changesOf(names(before), names(after)) });
    return answer(after);
  });
  http.read(api.getTemplate, ({ actor: { tenantId }, params, db }) => templateOf(db, tenantId, params.id));
  http.change(api.putTemplate, async ({ actor: { tenantId }, params, body, tx }) => {
    if (repeatedName(body.items)) throw catalogRefusals.PARAM_REPEATED();
    await templateOf(tx, tenantId, params.id);
    await store.putTemplate(tx, tenantId, params.id, body.items);
    return templateOf(tx, tenantId, params.id);
  });
}

/** Says which list this is, so that nobody overwrites another's. */
const answer = (items: store.TermRow[]): api.Terms => ({
  items,
  version: createHash('sha256').update(JSON.stringify(items)).digest('base64url').slice(0, 20),
});

/** Replaces a list and returns what it was. Refuses with TERM_REPEATED, and with CONFLICT when it changed since it was read. */
async function replace(
  tx: Tx,
  tenantId: number,
  kind: api.TermKind,
  { items, version }: { items: api.TermInput[]; version: string },
): Promise<store.TermRow[]> {
  if (repeatedName(items)) throw api.termRefusals.TERM_REPEATED();
  if (items.some(({ name }) => [...name].length > api.LONGEST_NAME[kind])) throw api.termRefusals.TERM_TOO_LONG();
  await store.lockTerms(tx, tenantId, kind);
  const before = await store.termsOf(tx, tenantId, kind);
  const old = new Map(before.map((row) => [row.id, row]));
  if (answer(before).version !== version) {
    const wanted = items.map(({ name, note, picture }) => ({ name, note, picture }));
    const stands = before.map(({ name, note, picture }) => ({ name, note, picture }));
    // The same list, sent a second time.
    if (JSON.stringify(wanted) === JSON.stringify(stands)) return before;
    throw common.CONFLICT();
  }
  await store.replaceTerms(tx, tenantId, kind, items, new Set(old.keys()));
  const renamed = items.flatMap(({ id, name }) => {
    const was = id && old.get(id)?.name;
    return was && was !== name ? [[was, name] as const] : [];
  });
  const changed = await store.renameInGoods(tx, tenantId, kind, new Map(renamed));
  for (const { id, picture } of await store.termsOf(tx, tenantId, kind))
    await keepUses(tx, tenantId, id, picture ? [picture] : []);
  const now = new Set(items.map(({ id }) => id));
  for (const { id, picture } of before) if (picture && !now.has(id)) await keepUses(tx, tenantId, id, []);
  await send(
    tx,
    tenantId,
    changed.map((goodsId) => eventRow(goodsChanged, { goodsId })),
  );
  return before;
}

/** A category's parameters and those of the ones above. Refuses with CATEGORY_NOT_FOUND. */
async function templateOf(db: Db, tenantId: number, categoryId: string) {
  const all = new Map((await allCategories(db, tenantId)).map((row) => [row.id, row]));
  const chain: string[] = [];
  for (let at = all.get(categoryId); at; at = at.parentId ? all.get(at.parentId) : undefined) chain.unshift(at.id);
  if (chain.length === 0) throw catalogRefusals.CATEGORY_NOT_FOUND();
  const found = await store.templatesOf(db, tenantId, chain);
  return {
    own: found.get(categoryId) ?? [],
    inherited: chain.slice(0, -1).flatMap((id) => found.get(id) ?? []),
  };
}
