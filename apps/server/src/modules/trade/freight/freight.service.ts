import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { goodsByFreight, setFreight } from '../../goods/catalog/index.ts';
import { type FreightInput, type FreightTemplate, freightRefusals } from './freight.api.ts';
import { termsTrouble } from './freight.rules.ts';
import * as store from './freight.store.ts';

const MOST_TEMPLATES = 100;

/** All templates with how many goods name each, the default one first. */
export async function listTemplates(db: Db, tenantId: number): Promise<FreightTemplate[]> {
  const [rows, goods] = [await store.templateRows(db, tenantId), await goodsByFreight(db, tenantId)];
  return rows.map((row) => viewOf(row, goods.get(row.id) ?? 0));
}

/** One template. Refuses with FREIGHT_NOT_FOUND. */
export async function oneTemplate(db: Db, tenantId: number, id: string): Promise<FreightTemplate> {
  const row = await store.templateRow(db, tenantId, id);
  if (!row) throw freightRefusals.FREIGHT_NOT_FOUND();
  return viewOf(row, (await goodsByFreight(db, tenantId)).get(id) ?? 0);
}

const viewOf = (row: store.TemplateRow, goods: number): FreightTemplate => ({
  id: row.id,
  name: row.name,
  terms: store.termsOf(row),
  isDefault: row.is_default,
  goods,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
});

function check({ terms }: Pick<FreightInput, 'terms'>): void {
  const trouble = termsTrouble(terms);
  if (trouble) throw freightRefusals.FREIGHT_WRONG({ field: 'terms' }, trouble);
}
const nameTaken = (error: unknown): never => {
  if ((error as { constraint?: string }).constraint === 'freight_template_name')
    throw freightRefusals.FREIGHT_NAME_TAKEN();
  throw error;
};

/** Adds a template and returns its id. Refuses with FREIGHT_WRONG, FREIGHT_NAME_TAKEN, FREIGHT_FULL. */
export async function createTemplate(tx: Tx, tenantId: number, input: FreightInput): Promise<string> {
  check(input);
  if ((await store.countTemplates(tx, tenantId)) >= MOST_TEMPLATES) throw freightRefusals.FREIGHT_FULL();
  return (await store.insertTemplate(tx, tenantId, newId(), input).catch(nameTaken)).id;
}

/** Replaces a template. Refuses as `createTemplate`, with FREIGHT_NOT_FOUND, and with CONFLICT when it changed since it was read. */
export async function updateTemplate(
  tx: Tx,
  tenantId: number,
  id: string,
  version: number,
  input: FreightInput,
): Promise<void> {
  check(input);
  if (await store.replaceTemplate(tx, tenantId, id, version, input).catch(nameTaken)) return;
  const row = await store.templateRow(tx, tenantId, id);
  throw row ? common.CONFLICT({ version: row.version }) : freightRefusals.FREIGHT_NOT_FOUND();
}

/** Removes a template that nothing is sent by. Refuses with FREIGHT_NOT_FOUND or FREIGHT_IN_USE. */
export async function deleteTemplate(tx: Tx, tenantId: number, id: string): Promise<void> {
  // Held while it is looked at: goods that name it at the same time wait, and then find it gone.
  const row = (await store.lockTemplates(tx, tenantId)).find((r) => r.id === id);
  if (!row) throw freightRefusals.FREIGHT_NOT_FOUND();
  const goods = (await goodsByFreight(tx, tenantId)).get(id) ?? 0;
  if (row.is_default || goods > 0) throw freightRefusals.FREIGHT_IN_USE({ goods });
  await store.removeTemplate(tx, tenantId, id);
}

/** Makes a template the shop's, or none. Refuses with FREIGHT_NOT_FOUND. */
export async function makeDefault(tx: Tx, tenantId: number, id: string | null): Promise<void> {
  const rows = await store.lockTemplates(tx, tenantId);
  if (id && !rows.some((r) => r.id === id)) throw freightRefusals.FREIGHT_NOT_FOUND();
  await store.setDefault(tx, tenantId, id);
}

/** Has goods sent by a template, or by the shop's own; returns how many changed. Refuses with FREIGHT_NOT_FOUND. */
export async function sendGoodsBy(
  tx: Tx,
  tenantId: number,
  goodsIds: readonly string[],
  id: string | null,
): Promise<number> {
  if (id && !(await store.lockTemplates(tx, tenantId)).some((r) => r.id === id))
    throw freightRefusals.FREIGHT_NOT_FOUND();
  return setFreight(tx, tenantId, goodsIds, id);
}
