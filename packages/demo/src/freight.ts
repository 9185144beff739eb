/** A freight template of the demo shop: by weight, grams and fen. */
export interface DemoFreight {
  name: string;
  /** Keys of the goods that are sent by it. */
  goodsKeys: readonly string[];
  firstGrams: number;
  firstFen: number;
  moreGrams: number;
  moreFen: number;
  /** Free from so much of these goods. */
  freeFromFen: number;
  /** Regions by their GB/T 2260 codes that cost otherwise, that cost more an order, and where nothing is sent. */
  near: { regions: readonly string[]; firstFen: number };
  remote: { regions: readonly string[]; fen: number };
  unsent: { regions: readonly string[]; reason: string };
}

/** Heavy and fresh goods: near the orchard it is cheap, to the far west it is not sent. */
export const demoFreight: DemoFreight = {
  name: '鲜果与重货',
  goodsKeys: ['golden-mango', 'paddy-rice', 'oat-milk'],
  firstGrams: 3000,
  firstFen: 1200,
  moreGrams: 1000,
  moreFen: 300,
  freeFromFen: 19900,
  near: { regions: ['310000', '320000', '330000', '340000'], firstFen: 800 },
  remote: { regions: ['150000', '460000', '620000', '630000', '640000'], fen: 1500 },
  unsent: { regions: ['540000', '650000', '710000', '810000', '820000'], reason: '鲜果和重货暂不发往这里' },
};
