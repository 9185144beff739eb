import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, FenAmount, Nullable, named, Text, Time } from '../../../kernel/schema.ts';

export const tenantRefusals = refusals({
  WECHAT_CONNECTION_WRONG: { status: 400, message: '微信接入信息有误，请检查后重试' },
  WECHAT_UNTRIED: { status: 409, message: '微信没有响应，还不知道填写的内容是否正确，可以稍后再试，也可以先保存' },
});

const Link = Type.String({
  maxLength: 300,
  pattern: '^(/(pages|trade|account)/[!-~]*)?$',
  description: 'A page of the storefront, e.g. /pages/category',
});
/** An uploaded picture, or none. */
const OwnPicture = Type.String({ maxLength: 200, pattern: '^(/files/[A-Za-z0-9._-]+)?$' });

/** What a shop must show of itself (电子商务法 art. 15): who runs it, the licence's number and picture, the ICP record. */
const Licence = Type.Object(
  {
    company: Text(80, 0),
    number: Type.String({ pattern: '^([0-9A-Z]{15}|[0-9A-Z]{18})?$', description: 'Unified social credit code' }),
    picture: OwnPicture,
    icp: Text(40, 0),
  },
  { additionalProperties: false },
);

const Banner = Type.Object({ picture: OwnPicture, title: Text(40, 0), link: Link }, { additionalProperties: false });
export const ShopSettings = Type.Object(
  {
    name: Text(40),
    slogan: Text(60, 0),
    logo: OwnPicture,
    themeColor: Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }),
    notice: Text(120, 0),
    servicePhone: Type.String({ maxLength: 20, pattern: '^[0-9+ -]*$' }),
    banners: Type.Array(Banner, { maxItems: 8 }),
    freight: Type.Object(
      {
        baseFen: FenAmount,
        freeFromFen: FenAmount,
      },
      { additionalProperties: false, description: 'Flat freight, free from a goods total; 0 means always free' },
    ),
    closeAfterMinutes: Type.Integer({ minimum: 1, maximum: 1440, description: 'An unpaid order closes after this' }),
    receiveAfterDays: Type.Integer({ minimum: 1, maximum: 60, description: 'Automatic receipt after dispatch' }),
    lowStockAt: Type.Integer({ minimum: 0, maximum: 9999 }),
    licence: Licence,
    namesMaker: Type.Boolean({ description: 'Whether the storefront says which software it runs on' }),
  },
  { additionalProperties: false },
);
export type ShopSettings = Static<typeof ShopSettings>;
const Version = { version: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) };
const VersionedSettings = Type.Object({ ...ShopSettings.properties, ...Version }, { additionalProperties: false });

export const ShopProfile = Type.Object({
  name: Type.String(),
  slogan: Type.String(),
  logo: Type.String(),
  themeColor: Type.String(),
  notice: Type.String(),
  servicePhone: Type.String(),
  banners: Type.Array(Banner),
  freeFreightFromFen: FenAmount,
  closeAfterMinutes: Type.Integer({ description: 'An unpaid order keeps its stock so long' }),
  licence: Licence,
  namesMaker: Type.Boolean(),
});
export type ShopProfile = Static<typeof ShopProfile>;

export const getShopProfile = operation({
  method: 'GET',
  url: '/shop/profile',
  operationId: 'getShopProfile',
  tag: 'tenant',
  summary: 'Name, look and notices of the shop',
  audience: 'anyone',
  reply: { status: 200, schema: ShopProfile },
});
export const getSettings = operation({
  method: 'GET',
  url: '/admin/settings',
  operationId: 'getSettings',
  tag: 'tenant',
  summary: 'All settings of the shop',
  audience: 'settings:read',
  reply: { status: 200, schema: VersionedSettings },
});
export const putSettings = operation({
  method: 'PUT',
  url: '/admin/settings',
  operationId: 'putSettings',
  tag: 'tenant',
  summary: 'Replaces the settings of the shop, when they still are at `version`',
  audience: 'settings:write',
  body: VersionedSettings,
  reply: { status: 200, schema: VersionedSettings },
});

const TextName = Choice(['agreement', 'privacy'], 'The user agreement, the privacy policy');
export type TextName = Static<typeof TextName>;
const Wording = Type.Object({
  text: Nullable(Type.String({ description: 'Paragraphs, one a line; null: the storefront shows its own' })),
  changedAt: Nullable(Time),
  version: Type.Integer({ description: '0: never written' }),
});
export const getShopText = operation({
  method: 'GET',
  url: '/shop/texts/:name',
  operationId: 'getShopText',
  tag: 'tenant',
  summary: 'The agreement or privacy policy that the merchant wrote',
  audience: 'anyone',
  params: Type.Object({ name: TextName }),
  reply: { status: 200, schema: Wording },
});
export const putShopText = operation({
  method: 'PUT',
  url: '/admin/texts/:name',
  operationId: 'putShopText',
  tag: 'tenant',
  summary:
    'Writes the agreement or privacy policy, when it still is at `version`; an empty one goes back to the storefront’s own',
  audience: 'settings:write',
  params: Type.Object({ name: TextName }),
  body: Type.Object(
    { text: Text(20_000, 0), version: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }) },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: Wording },
});
export const WechatStatus = Type.Object({
  connected: Type.Boolean(),
  sandbox: Type.Boolean({ description: 'True when the base URL is not one of WeChat itself' }),
  payBaseUrl: Nullable(Type.String()),
  apiBaseUrl: Nullable(Type.String()),
  mchid: Nullable(Type.String()),
  appid: Nullable(Type.String({ description: 'Of the mini program' })),
  officialAppid: Nullable(
    Type.String({ description: 'Of the official account, with which shoppers sign in on H5 pages' }),
  ),
  serialNo: Nullable(Type.String({ description: 'Of the merchant’s certificate' })),
  publicKeyId: Nullable(Type.String()),
  notifyBaseUrl: Nullable(Type.String({ description: 'Where WeChat reaches this server' })),
  verification: Nullable(Choice(['public-key', 'certificate'])),
  messagePush: Type.Object({
    mode: Choice(['off', 'safe', 'plain']),
    address: Type.String({ description: 'What is entered in the mini program’s settings' }),
    reminders: Type.Array(Type.Object({ at: Time, text: Type.String() }), {
      description: 'What WeChat lately told the merchant',
    }),
  }),
});
export type WechatStatus = Static<typeof WechatStatus>;
export const getWechatStatus = operation({
  method: 'GET',
  url: '/admin/wechat',
  operationId: 'getWechatStatus',
  tag: 'tenant',
  summary: 'How the shop is connected to WeChat, without secrets',
  audience: 'settings:read',
  reply: { status: 200, schema: WechatStatus },
});
/** As pasted: blanks, line ends and letter case are put right, and every field is checked with a sentence of its own. */
const Pasted = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description ? { description } : {}) });
const CONNECTION = {
  payBaseUrl: Pasted(200),
  apiBaseUrl: Pasted(200),
  notifyBaseUrl: Pasted(200, 'Where WeChat reaches this server'),
  mchid: Pasted(40),
  appid: Pasted(60, 'Of the mini program'),
  appSecret: Pasted(120),
  officialAppid: Type.Optional(Pasted(60, 'Of the official account; without it nobody can sign in on H5 pages')),
  officialSecret: Type.Optional(Pasted(120)),
  serialNo: Pasted(5_000, 'Of the merchant’s certificate'),
  privateKey: Pasted(10_000),
  apiV3Key: Pasted(120),
  publicKeyId: Type.Optional(Pasted(120)),
  publicKey: Type.Optional(Pasted(10_000)),
  messageToken: Type.Optional(Pasted(60, 'Token of the mini program’s message push')),
  messageKey: Type.Optional(Pasted(60, 'Its EncodingAESKey')),
  messageMode: Type.Optional(Choice(['safe', 'plain'], 'Whether its messages are encrypted; safe unless said')),
};
const WechatConnection = Type.Object(CONNECTION);
export type WechatConnection = Static<typeof WechatConnection>;
export type ConnectionField = keyof WechatConnection;
const WechatConnectionInput = Type.Object(
  {
    ...CONNECTION,
    appSecret: Type.Optional(CONNECTION.appSecret),
    privateKey: Type.Optional(CONNECTION.privateKey),
    apiV3Key: Type.Optional(CONNECTION.apiV3Key),
    keeps: Type.Optional(
      Type.Boolean({
        description:
          'A secret that is left out stays as it is stored, where it still belongs to what is given: same merchant and certificate, same app, same addresses. Without it what is left out is gone',
      }),
    ),
    force: Type.Optional(
      Type.Boolean({ description: 'Keeps it although WeChat did not answer; what is known to be wrong is refused' }),
    ),
  },
  { additionalProperties: false },
);
export const putWechatConnection = operation({
  method: 'PUT',
  url: '/admin/wechat',
  operationId: 'putWechatConnection',
  tag: 'tenant',
  summary:
    'Connects the shop to a merchant account, after trying it at WeChat; secrets are sealed and never shown again',
  audience: 'wechat:manage',
  confirmed: true,
  body: WechatConnectionInput,
  repeatable: true,
  reply: { status: 200, schema: WechatStatus },
});

named({ Banner, ShopSettings, ShopProfile, WechatStatus, WechatConnection, WechatConnectionInput });
