import type { BodyOf, Item } from '@jishi/api-client';

export type StockRow = Item<'listStock'>;
export type StockEntry = Item<'listStockEntries'>;
type AdjustReason = BodyOf<'adjustStock'>['reason'];

export const ADJUST_REASONS: Record<AdjustReason, string> = {
  receive: '采购入库',
  count: '盘点调整',
  damage: '报损',
  other: '其他',
};

/** What the adjustment form holds. */
export interface Adjustment {
  direction: 'more' | 'less';
  /** Pieces, above 0. */
  pieces: number | null;
  reason: AdjustReason;
  note: string;
}
/** Pieces with their sign; null while nothing is typed. */
export const signedChange = ({ direction, pieces }: Partial<Adjustment>): number | null =>
  typeof pieces === 'number' ? (direction === 'less' ? -pieces : pieces) : null;

/** What a movement was, in a merchant's words. */
export function entryText({ kind, reason, change }: Pick<StockEntry, 'kind' | 'reason' | 'change'>): string {
  const adjustment = adjustmentOf(reason);
  if (adjustment) return ADJUST_REASONS[adjustment.reason];
  if (kind === 'reserve') return '下单占用';
  if (kind === 'release') return '关单释放';
  if (kind === 'settle') return '付款出库';
  return change > 0 ? '退回入库' : '出库';
}

/** The reason of an adjustment and its note; the server joins them as `damage: <note>`. Null for other movements. */
export function adjustmentOf(reason: string | null): { reason: AdjustReason; note: string } | null {
  const [word = '', ...note] = (reason ?? '').split(': ');
  return word in ADJUST_REASONS ? { reason: word as AdjustReason, note: note.join(': ') } : null;
}

/** Where a movement came from: `order/<id>` and the like; an id only when there is one page for it. */
export function orderOf(cause: string): string | null {
  const found = /^order\/([0-9a-f-]{36})/.exec(cause);
  return found?.[1] ?? null;
}

/** Why an adjustment cannot be sent, or null. Counts are pieces. */
export function changeTrouble(change: number | null, row: Pick<StockRow, 'available'>): string | null {
  if (change === null || !Number.isInteger(change)) return '请输入整数';
  if (change === 0) return '数量不能为 0';
  if (Math.abs(change) > 1_000_000) return '一次最多调整 100 万件';
  return row.available + change < 0 ? `最多减少 ${row.available} 件，其余已被订单占用` : null;
}
