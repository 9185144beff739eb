import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Code, FenAmount, Nullable, Text } from '../../../kernel/schema.ts';

export const tenantRefusals = refusals({
  WECHAT_CONNECTION_WRONG: { status: 400, message: '微信接入信息有误，请检查后重试' },
});

const Link = Type.String({
  maxLength: 300,
  pattern: '^(/[!-~]*)?$',
  description: 'A page of the storefront, beginning with /',
});

export const Banner = Type.Object(
  { picture: Code(200, 0), title: Text(40, 0), link: Link },
  { additionalProperties: false },
);
export const ShopSettings = Type.Object(
  {
    name: Text(40),
    slogan: Text(60, 0),
    logo: Code(200, 0),
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
  },
  { additionalProperties: false },
);
export type ShopSettings = Static<typeof ShopSettings>;

export const ShopProfile = Type.Object({
  name: Type.String(),
  slogan: Type.String(),
  logo: Type.String(),
  themeColor: Type.String(),
  notice: Type.String(),
  servicePhone: Type.String(),
  banners: Type.Array(Banner),
  freeFreightFromFen: FenAmount,
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
  reply: { status: 200, schema: ShopSettings },
});
export const putSettings = operation({
  method: 'PUT',
  url: '/admin/settings',
  operationId: 'putSettings',
  tag: 'tenant',
  summary: 'Replaces the settings of the shop',
  audience: 'settings:write',
  body: ShopSettings,
  repeatable: true,
  reply: { status: 200, schema: ShopSettings },
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
  verification: Nullable(Choice(['public-key', 'certificate'])),
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
export const WechatConnection = Type.Object(
  {
    payBaseUrl: Type.String({ format: 'uri', pattern: '^https?://[!-~]+$', maxLength: 200 }),
    apiBaseUrl: Type.String({ format: 'uri', pattern: '^https?://[!-~]+$', maxLength: 200 }),
    notifyBaseUrl: Type.String({
      format: 'uri',
      pattern: '^https?://[!-~]+$',
      maxLength: 200,
      description: 'Where WeChat reaches this server',
    }),
    mchid: Type.String({ pattern: '^\\d{8,12}$' }),
    appid: Type.String({ pattern: '^wx[0-9a-z]{4,30}$', description: 'Of the mini program' }),
    appSecret: Text(100, 8),
    officialAppid: Type.Optional(
      Type.String({
        pattern: '^wx[0-9a-z]{4,30}$',
        description: 'Of the official account; without it nobody can sign in on H5 pages',
      }),
    ),
    officialSecret: Type.Optional(Text(100, 8)),
    serialNo: Type.String({ pattern: '^[0-9A-Fa-f]{8,64}$' }),
    privateKey: Text(10_000, 100),
    apiV3Key: Text(32, 32),
    publicKeyId: Type.Optional(Text(100, 0)),
    publicKey: Type.Optional(Text(10_000, 0)),
  },
  { additionalProperties: false },
);
export type WechatConnection = Static<typeof WechatConnection>;
export const putWechatConnection = operation({
  method: 'PUT',
  url: '/admin/wechat',
  operationId: 'putWechatConnection',
  tag: 'tenant',
  summary: 'Connects the shop to a merchant account; secrets are sealed and never shown again',
  audience: 'settings:write',
  body: WechatConnection,
  repeatable: true,
  reply: { status: 200, schema: WechatStatus },
});
