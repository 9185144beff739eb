import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Id, Nullable, named, Quantity } from '../../../kernel/schema.ts';
import { QuoteLine, QuoteUnmet } from '../pricing/index.ts';

export const cartRefusals = refusals({
  CART_FULL: { status: 409, message: '购物车已满（最多 100 种），请先清理' },
  CART_CANNOT_ADD: { status: 409, message: '这个规格现在不能购买' },
});
const CartLine = Type.Object({ ...QuoteLine.properties, selected: Type.Boolean() });
const CartGroup = Type.Object({
  source: Type.String(),
  ref: Type.String(),
  label: Type.String(),
  skuIds: Type.Array(Id, { description: 'Lines that it counts, selected or not' }),
  offFen: Type.Integer({ minimum: 0, description: 'Fen that it takes off the selected lines' }),
  unmet: Nullable(QuoteUnmet),
});
export const Cart = Type.Object({
  lines: Type.Array(CartLine, { description: 'Newest first; lines that cannot be bought say why in troubleText' }),
  count: Type.Integer({ description: 'Pieces over all valid lines' }),
  selectedCount: Type.Integer(),
  selectedFen: Type.Integer({
    minimum: 0,
    description: 'Fen of the selected lines after what is taken off, without freight',
  }),
  discountFen: Type.Integer({
    minimum: 0,
    description: 'Fen that promotions and the best coupons take off the selected lines',
  }),
  unmet: Type.Array(QuoteUnmet, { description: 'What one more step would bring, and what does not apply' }),
  groups: Type.Array(CartGroup, { description: 'Promotions that count several lines together' }),
});

export const getCart = operation({
  method: 'GET',
  url: '/shop/cart',
  operationId: 'getCart',
  tag: 'cart',
  summary: 'The shopper’s cart, the same on every device',
  audience: 'shopper',
  reply: { status: 200, schema: Cart },
});
export const addToCart = operation({
  method: 'POST',
  url: '/shop/cart/lines',
  operationId: 'addToCart',
  tag: 'cart',
  summary: 'Adds pieces of a SKU to what the cart holds; cut to what is available',
  audience: 'shopper',
  body: Type.Object({ skuId: Id, quantity: Quantity }, { additionalProperties: false }),
  reply: { status: 200, schema: Cart },
});
export const addSetToCart = operation({
  method: 'POST',
  url: '/shop/cart/sets',
  operationId: 'addSetToCart',
  tag: 'cart',
  summary: 'Adds pieces of several SKUs to what the cart holds: all of them, or nothing where one is short',
  audience: 'shopper',
  body: Type.Object(
    {
      lines: Type.Array(Type.Object({ skuId: Id, quantity: Quantity }, { additionalProperties: false }), {
        minItems: 1,
        maxItems: 20,
      }),
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: Cart },
});
export const setCartLine = operation({
  method: 'PUT',
  url: '/shop/cart/lines/:skuId',
  operationId: 'setCartLine',
  tag: 'cart',
  summary: 'Sets the quantity and whether the line is selected',
  audience: 'shopper',
  params: Type.Object({ skuId: Id }),
  body: Type.Object({ quantity: Quantity, selected: Type.Boolean() }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Cart },
});
export const selectCart = operation({
  method: 'PUT',
  url: '/shop/cart/selection',
  operationId: 'selectCart',
  tag: 'cart',
  summary: 'Selects or deselects all lines',
  audience: 'shopper',
  body: Type.Object({ selected: Type.Boolean() }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Cart },
});
export const removeFromCart = operation({
  method: 'POST',
  url: '/shop/cart/removals',
  operationId: 'removeFromCart',
  tag: 'cart',
  summary: 'Takes SKUs out of the cart',
  audience: 'shopper',
  body: Type.Object({ skuIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Cart },
});

named({ CartLine, CartGroup, Cart });
