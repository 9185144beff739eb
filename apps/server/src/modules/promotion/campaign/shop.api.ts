import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, FenAmount, Id, MAX_FEN, Nullable, named, PageOf, PageQuery, Time } from '../../../kernel/schema.ts';
import { GoodsCard } from '../../goods/catalog/index.ts';

const ShopCampaign = Type.Object({
  id: Id,
  tag: Type.String({ description: 'What it is, short: "满减"' }),
  label: Type.String(),
  state: Choice(['soon', 'on', 'over'], 'over: also stopped'),
  startsAt: Time,
  endsAt: Time,
  sentences: Type.Array(Type.String(), { description: 'The whole rule' }),
});
const CampaignExtra = Type.Object({
  skuId: Id,
  goodsId: Id,
  title: Type.String(),
  specs: Type.Array(Type.String()),
  picture: Type.String(),
  listFen: FenAmount,
  priceFen: Type.Integer({ minimum: 0, description: 'Fen with the campaign; 0: a gift' }),
  isLeft: Type.Boolean({ description: 'Whether a piece is in stock and the campaign has one left' }),
});
const CampaignBundle = Type.Object({
  pick: Nullable(Type.Integer({ description: 'Free choice: pieces of a set; null: all items' })),
  priceFen: FenAmount,
  sets: Type.Integer({ minimum: 0, description: 'How many sets the stock allows now' }),
  items: Type.Array(
    Type.Object({
      skuId: Id,
      goodsId: Id,
      title: Type.String(),
      specs: Type.Array(Type.String()),
      picture: Type.String(),
      listFen: FenAmount,
      quantity: Type.Integer(),
      available: Type.Integer(),
    }),
  ),
});
named({ ShopCampaign, CampaignExtra, CampaignBundle });

const params = Type.Object({ id: Id });
export const getCampaign = operation({
  method: 'GET',
  url: '/shop/campaigns/:id',
  operationId: 'getCampaign',
  tag: 'promotion',
  summary: 'One campaign: what it gives and when',
  audience: 'anyone',
  params,
  reply: { status: 200, schema: ShopCampaign },
});
export const listCampaignGoods = operation({
  method: 'GET',
  url: '/shop/campaigns/:id/goods',
  operationId: 'listCampaignGoods',
  tag: 'promotion',
  summary: 'Goods on sale that a campaign is for; with gapFen those first that reach it with the least',
  audience: 'anyone',
  params,
  query: Type.Object(
    {
      gapFen: Type.Optional(
        Type.Integer({ minimum: 1, maximum: MAX_FEN, description: 'Fen of goods that are missing' }),
      ),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(GoodsCard) },
});
export const listCampaignExtras = operation({
  method: 'GET',
  url: '/shop/campaigns/:id/extras',
  operationId: 'listCampaignExtras',
  tag: 'promotion',
  summary: 'What a campaign gives for enough goods, to choose from; nothing for other campaigns',
  audience: 'anyone',
  params,
  reply: {
    status: 200,
    schema: Type.Object({
      most: Nullable(Type.Integer({ description: 'Pieces an order' })),
      items: Type.Array(CampaignExtra),
    }),
  },
});
export const getCampaignBundle = operation({
  method: 'GET',
  url: '/shop/campaigns/:id/bundle',
  operationId: 'getCampaignBundle',
  tag: 'promotion',
  summary: 'What is in a bundle, and how many sets the stock allows; null for other campaigns',
  audience: 'anyone',
  params,
  reply: { status: 200, schema: Type.Object({ bundle: Nullable(CampaignBundle) }) },
});
