import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';

export const inventoryRefusals = refusals({
  STOCK_SHORT: { status: 409, message: '库存不足' },
  SKU_NOT_FOUND: { status: 404, message: '规格不存在' },
});
const ADJUST_REASONS = ['receive', 'count', 'damage', 'other'] as const;
const StockRow = Type.Object({
  skuId: Id,
  goodsId: Id,
  code: Type.String(),
  title: Type.String(),
  specs: Type.Array(Type.String()),
  onHand: Type.Integer(),
  reserved: Type.Integer({ description: 'Held by unpaid orders' }),
  available: Type.Integer(),
});
export const listStock = operation({
  method: 'GET',
  url: '/admin/stock',
  operationId: 'listStock',
  tag: 'inventory',
  summary: 'Stock of every SKU, or only what runs low',
  audience: 'stock:read',
  query: Type.Object(
    { goodsId: Type.Optional(Id), low: Type.Optional(Type.Boolean()), ...PageQuery },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(StockRow) },
});
export const adjustStock = operation({
  method: 'POST',
  url: '/admin/stock/:skuId/changes',
  operationId: 'adjustStock',
  tag: 'inventory',
  summary: 'Adds or takes pieces with a reason; never below what orders hold',
  audience: 'stock:write',
  params: Type.Object({ skuId: Id }),
  body: Type.Object(
    {
      change: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
      reason: Choice(ADJUST_REASONS),
      note: Text(100, 0),
    },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: StockRow },
});
export const listStockEntries = operation({
  method: 'GET',
  url: '/admin/stock/:skuId/entries',
  operationId: 'listStockEntries',
  tag: 'inventory',
  summary: 'Every movement of a SKU, newest first',
  audience: 'stock:read',
  params: Type.Object({ skuId: Id }),
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: {
    status: 200,
    schema: PageOf(
      Type.Object({
        id: Id,
        at: Time,
        kind: Choice(['move', 'reserve', 'settle', 'release']),
        change: Type.Integer({ description: 'Pieces, signed, as seen from this stock' }),
        cause: Type.String({ description: 'The chain: an order, a refund, an adjustment' }),
        reason: Nullable(Type.String()),
      }),
    ),
  },
});

named({ StockRow });
