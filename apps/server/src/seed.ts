import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type DemoCampaign,
  demoCampaigns,
  demoCategories,
  demoCoupons,
  demoFreight,
  demoGoods,
  demoPurses,
  demoRelated,
  demoServices,
  demoShop,
  demoTemplates,
} from '@jishi/demo';
import type { Merchant } from '@jishi/sandbox';
import { type FirstLogin, keepFirstLogin, newPassword } from './first-login.ts';
import { chinaDate, chinaDayStart, DAY, nowMs } from './kernel/clock.ts';
import {
  createCategory,
  createGoods,
  type GoodsInput,
  noteDeals,
  putTemplate,
  relateGoods,
  replaceTerms,
  setGoodsState,
} from './modules/goods/catalog/index.ts';
import { notePicture } from './modules/goods/media/index.ts';
import { addOwner } from './modules/identity/staff/index.ts';
import {
  ANY_HOST,
  allTenantIds,
  createTenant,
  newTenantId,
  saveConnection,
  saveSms,
  type WechatConnection,
} from './modules/identity/tenant/index.ts';
import { noteDemo } from './modules/insight/opening/index.ts';
import { type CampaignInput, createCampaign } from './modules/promotion/campaign/index.ts';
import { addCodes, beginIssuing, createCoupon } from './modules/promotion/coupon/index.ts';
import { receiveStock } from './modules/stock/inventory/index.ts';
import { createTemplate, sendGoodsBy } from './modules/trade/freight/index.ts';
import { putPurseSettings } from './modules/trade/purse/index.ts';
import type { Tx } from './platform/db/index.ts';
import type { FileStore } from './platform/files/files.ts';
import { pictures } from './platform/files/pictures.ts';
import type { Platform } from './platform/platform.ts';
import type { SmsAccount } from './platform/sms/sms.ts';
import { seedNotices } from './seed-notices.ts';

const PICTURES = 'packages/demo/pictures';

/** Opens the demo shop in an empty database: look, categories, goods with pictures and stock, an owner, the sandbox's WeChat. */
export async function seedDemo(
  platform: Platform,
  merchant: Merchant,
  publicUrl: string,
  log: (line: string) => void,
): Promise<void> {
  const { database, config, secrets } = platform;
  if ((await allTenantIds(database)).length > 0) return;
  log('opening the demo shop');
  const tenantId = await newTenantId(database);
  const logins: FirstLogin = { tenantId, login: 'owner', password: newPassword() };
  // Before the commit: a login that nobody knows would be lost for good, a file without a login is overwritten by the next start.
  keepFirstLogin(config.dataDir, logins);
  await database.inTx(tenantId, async (tx) => {
    const pictures = new PictureShelf(platform.files, tx, tenantId);
    const look = await settings(pictures);
    await createTenant(tx, {
      tenantId,
      code: 'demo',
      name: demoShop.name,
      settings: look,
      hosts: [new URL(publicUrl).host, ANY_HOST],
    });
    await addOwner(tx, platform, tenantId, { ...logins, name: '店主' });
    await saveConnection(tx, secrets, tenantId, connectionOf(merchant, publicUrl));
    await saveSms(tx, secrets, tenantId, smsAccountOf(merchant));
    await seedNotices(tx, tenantId, merchant.appid);
    await seedGoods(tx, tenantId, pictures);
    await putPurseSettings(tx, tenantId, demoPurses);
    await noteDemo(tx, tenantId, 'welcome', ['newcomers']);
    const { slogan, notice, servicePhone, logo, banners } = look;
    await noteDemo(tx, tenantId, 'setting', [slogan, notice, servicePhone, logo, ...banners.map((b) => b.picture)]);
  });
  log(`${demoGoods.length} goods on sale`);
}

const KEYS = [
  ...(['mchid', 'appid', 'appSecret', 'officialAppid', 'officialSecret'] as const),
  ...(['serialNo', 'privateKey', 'apiV3Key', 'publicKeyId', 'publicKey', 'messageToken', 'messageKey'] as const),
];
/** What a shop is connected with to the sandbox; `notifyBaseUrl` is where the sandbox reaches this server. */
export const connectionOf = (merchant: Merchant, notifyBaseUrl: string): WechatConnection => ({
  ...(Object.fromEntries(KEYS.map((key) => [key, merchant[key]])) as Pick<Merchant, (typeof KEYS)[number]>),
  payBaseUrl: merchant.baseUrl,
  apiBaseUrl: merchant.baseUrl,
  notifyBaseUrl,
});

/** The account for text messages at the sandbox. */
export const smsAccountOf = ({ baseUrl, smsKeyId, smsKeySecret, smsSign, smsTemplate }: Merchant): SmsAccount => ({
  provider: 'aliyun',
  baseUrl: `${baseUrl}/sandbox/sms/aliyun`,
  keyId: smsKeyId,
  keySecret: smsKeySecret,
  sign: smsSign,
  template: smsTemplate,
});

/** Pictures by their key, each put on the shelf once. */
class PictureShelf {
  readonly #files: FileStore;
  readonly #tx: Tx;
  readonly #tenantId: number;
  readonly #urls = new Map<string, string>();
  constructor(files: FileStore, tx: Tx, tenantId: number) {
    this.#files = files;
    this.#tx = tx;
    this.#tenantId = tenantId;
  }

  async url(key: string): Promise<string> {
    const existing = this.#urls.get(key);
    if (existing) return existing;
    const bytes = readFileSync(path.resolve(PICTURES, `${key}.webp`));
    const sharp = await pictures();
    const { width, height } = await sharp(bytes).metadata();
    const picture = { bytes, width, height };
    const kept = await this.#files.put(bytes, 'webp', picture);
    const place = { name: key.replaceAll('/', ' '), folder: '示例图片' };
    await notePicture(this.#tx, this.#tenantId, kept, picture, place);
    this.#urls.set(key, kept.url);
    return kept.url;
  }

  all(keys: readonly string[]): Promise<string[]> {
    return inOrder(keys, (key) => this.url(key));
  }
}

async function inOrder<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}

const settings = async (pictures: PictureShelf) => ({
  slogan: demoShop.slogan,
  themeColor: demoShop.themeColor,
  notice: demoShop.notice,
  servicePhone: demoShop.servicePhone,
  logo: await pictures.url(demoShop.logoKey),
  banners: await inOrder(demoShop.banners, async (b) => ({
    picture: await pictures.url(b.pictureKey),
    title: b.title,
    link: b.link,
  })),
});

async function seedGoods(tx: Tx, tenantId: number, pictures: PictureShelf): Promise<void> {
  const categoryIds = new Map<string, string>();
  for (const [index, category] of demoCategories.entries()) {
    const parentId = category.parentKey ? (categoryIds.get(category.parentKey) ?? null) : null;
    const picture = category.pictureKey ? await pictures.url(category.pictureKey) : null;
    const { id } = await createCategory(tx, tenantId, { name: category.name, parentId, picture, sort: index });
    categoryIds.set(category.key, id);
  }
  const products: Products = new Map();
  for (const goods of demoGoods)
    products.set(goods.key, await seedProduct(tx, tenantId, pictures, goods, categoryIds.get(goods.categoryKey) ?? ''));
  await seedTerms(tx, tenantId, categoryIds, products);
  await noteDemo(tx, tenantId, 'category', [...categoryIds.values()]);
  await seedFreight(tx, tenantId, products);
  await seedCoupons(tx, tenantId, categoryIds);
  for (const campaign of demoCampaigns) {
    const { id } = await createCampaign(tx, tenantId, campaignOf(campaign, categoryIds, products), true);
    await noteDemo(tx, tenantId, 'campaign', [id]);
  }
}

/** Brands, units, what the shop promises, parameters of categories, and what is shown beside goods. */
async function seedTerms(
  tx: Tx,
  tenantId: number,
  categoryIds: ReadonlyMap<string, string>,
  products: Products,
): Promise<void> {
  const plain = (names: readonly string[]) => [...new Set(names)].map((name) => ({ name, note: '', picture: null }));
  const terms = {
    brand: plain(demoGoods.map(({ brand }) => brand)),
    unit: plain(demoGoods.map(({ unit }) => unit)),
    service: demoServices.map((service) => ({ ...service, picture: null })),
  };
  for (const [kind, items] of Object.entries(terms))
    await noteDemo(
      tx,
      tenantId,
      'term',
      await replaceTerms(tx, tenantId, kind as keyof typeof terms, items, new Set()),
    );
  for (const [key, params] of Object.entries(demoTemplates))
    await putTemplate(
      tx,
      tenantId,
      categoryIds.get(key) ?? '',
      params.map(({ name, values }) => ({ name, values: [...values] })),
    );
  for (const [key, others] of Object.entries(demoRelated))
    await relateGoods(
      tx,
      tenantId,
      products.get(key)?.id ?? '',
      others.flatMap((other) => products.get(other)?.id ?? []),
    );
}

async function seedFreight(tx: Tx, tenantId: number, products: Products): Promise<void> {
  const { name, goodsKeys, firstGrams, firstFen, moreGrams, moreFen, freeFromFen, near, remote, unsent } = demoFreight;
  const rest = {
    ...{ isFree: false, firstUnits: firstGrams, firstFen, moreUnits: moreGrams, moreFen },
    ...{ freeFromFen, freeFromPieces: null, freeNeedsBoth: false },
  };
  const id = await createTemplate(tx, tenantId, {
    name,
    terms: {
      by: 'weight',
      rest,
      zones: [{ ...rest, firstFen: near.firstFen, regions: [...near.regions] }],
      surcharges: [{ regions: [...remote.regions], fen: remote.fen }],
      unsent: { regions: [...unsent.regions], reason: unsent.reason },
    },
  });
  const goodsIds = goodsKeys.flatMap((key) => products.get(key)?.id ?? []);
  await sendGoodsBy(tx, tenantId, goodsIds, id);
  await noteDemo(tx, tenantId, 'freight', [id]);
}

type DemoGoods = (typeof demoGoods)[number];
/** Ids by the key of the demo's goods. */
type Products = Map<string, { id: string; skuIds: string[] }>;
async function seedProduct(
  tx: Tx,
  tenantId: number,
  pictures: PictureShelf,
  goods: DemoGoods,
  categoryId: string,
): Promise<{ id: string; skuIds: string[] }> {
  const input: GoodsInput = {
    title: goods.title,
    subtitle: goods.subtitle,
    brand: goods.brand,
    unit: goods.unit,
    categoryId,
    pictures: await pictures.all(goods.pictures),
    specs: goods.specs.map((s) => ({ name: s.name, values: [...s.values] })),
    skus: await inOrder(goods.skus, async (sku) => ({
      code: sku.code,
      specs: goods.specs.map((axis) => sku.specs[axis.name] ?? ''),
      priceFen: sku.priceFen,
      marketPriceFen: sku.marketPriceFen ?? null,
      costFen: sku.costFen,
      weightGrams: sku.weightGrams,
      volumeCm3: sku.volumeCm3,
      barcode: sku.barcode,
      picture: sku.pictureKey ? await pictures.url(sku.pictureKey) : null,
    })),
    services: [...goods.services],
    detail: await inOrder(goods.detail, async (block) =>
      block.kind === 'text'
        ? { kind: 'text' as const, text: block.text }
        : { kind: 'picture' as const, picture: await pictures.url(block.pictureKey) },
    ),
    tags: [...goods.tags],
    params: goods.params.map((param) => ({ ...param })),
    presale: goods.presaleDays ? { shipOn: null, shipDays: goods.presaleDays } : null,
    sort: goods.sort,
  };
  const { id, skuIds } = await createGoods(tx, tenantId, input);
  // As if it had been sold the day before: without a deal no price may be struck through.
  const at = new Date(nowMs() - DAY);
  await noteDeals(
    tx,
    tenantId,
    skuIds.map((skuId, i) => ({ skuId, unitFen: goods.skus[i]?.priceFen ?? 0, at })),
  );
  await receiveStock(
    tx,
    tenantId,
    skuIds.map((skuId, i) => ({ skuId, quantity: goods.skus[i]?.stock ?? 0 })),
    `seed/${goods.key}`,
  );
  await setGoodsState(tx, tenantId, [id], 'on');
  await noteDemo(tx, tenantId, 'goods', [id]);
  return { id, skuIds };
}

const NO_GOODS = { goodsIds: [], categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] };

async function seedCoupons(tx: Tx, tenantId: number, categoryIds: ReadonlyMap<string, string>): Promise<void> {
  for (const { key: _key, name, categoryKey, sharedCode, ...benefit } of demoCoupons) {
    const categoryIdsOf = categoryKey ? [categoryIds.get(categoryKey) ?? ''] : [];
    const id = await createCoupon(tx, tenantId, {
      name,
      rule: {
        ...benefit,
        scope: {
          ...NO_GOODS,
          kind: categoryKey ? 'chosen' : 'all',
          categoryIds: categoryIdsOf,
        },
        usableFrom: null,
        usableUntil: null,
        startAfterDays: 0,
        budgetFen: null,
        claimFrom: null,
        claimUntil: null,
        access: sharedCode === null ? 'open' : 'code',
        hours: null,
        history: null,
        handOut: null,
        excludes: [],
        returns: true,
      },
    });
    await beginIssuing(tx, tenantId, id);
    await noteDemo(tx, tenantId, 'coupon', [id]);
    if (sharedCode !== null) await addCodes(tx, tenantId, id, { kind: 'shared', code: sharedCode });
  }
}

const ALL_WEEK = [1, 2, 3, 4, 5, 6, 7];
/** From the first instant of the day in China on. */
function campaignOf(
  { name, categoryKeys, days, daily, rule }: DemoCampaign,
  categoryIds: ReadonlyMap<string, string>,
  products: Products,
): CampaignInput {
  const from = chinaDayStart(chinaDate(nowMs())).getTime();
  const input: CampaignInput = {
    kind: rule.kind,
    name,
    startsAt: new Date(from).toISOString(),
    endsAt: new Date(from + days * DAY).toISOString(),
    weekly: daily && { weekdays: ALL_WEEK, from: daily[0], until: daily[1] },
    scope: { ...NO_GOODS, kind: 'chosen', categoryIds: categoryKeys.flatMap((key) => categoryIds.get(key) ?? []) },
    excludes: [],
  };
  if (rule.kind === 'discount') {
    const { payPercent, quota, perPerson } = rule;
    return {
      ...input,
      discount: { way: 'percent' as const, payPercent, offFen: null, prices: [], quota, perPerson, returns: true },
    };
  }
  if (rule.kind === 'extra') {
    const items = rule.goodsKeys.flatMap((key) => {
      const { id = '', skuIds = [] } = products.get(key) ?? {};
      return skuIds.map((skuId) => ({ goodsId: id, skuId, priceFen: 0 }));
    });
    const limits = { most: 1, broken: 'back' as const, quota: rule.quota, perPerson: 1, returns: true };
    return { ...input, extra: { by: 'amount', from: rule.from, items, ...limits } };
  }
  if (rule.kind === 'member')
    return { ...input, member: { level: rule.level, way: 'percent', payPercent: rule.payPercent, prices: [] } };
  if (rule.kind === 'freight') {
    const exceptProvinces = [...rule.exceptProvinces];
    return { ...input, freight: { by: 'pieces', from: rule.pieces, offFen: null, provinces: [], exceptProvinces } };
  }
  if (rule.kind === 'bundle') {
    const items = rule.goodsKeys.flatMap((key) => {
      const { id = '', skuIds = [] } = products.get(key) ?? {};
      return skuIds.slice(0, 1).map((skuId) => ({ goodsId: id, skuId, quantity: 1 }));
    });
    return { ...input, bundle: { pick: null, items, priceFen: rule.priceFen, mostSets: null } };
  }
  if (rule.kind === 'pieces')
    return { ...input, pieces: { pieces: rule.pieces, payPercent: rule.payPercent, priceFen: null, mostSets: null } };
  const steps = rule.steps.map((step) => ({ ...step, payPercent: null }));
  return {
    ...input,
    reduction: { by: 'amount' as const, steps, repeats: false, capFen: null, broken: 'keep' as const },
  };
}
