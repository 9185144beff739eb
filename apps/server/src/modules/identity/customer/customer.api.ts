import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Code, Id, Nullable, named, Text, Time } from '../../../kernel/schema.ts';

export const customerRefusals = refusals({
  WECHAT_CODE_INVALID: { status: 401, message: '微信登录已失效，请重新登录' },
  WECHAT_SNAPSHOT: { status: 409, message: '当前是微信快照页，请点击页面下方的“使用完整服务”后再登录' },
  OFFICIAL_ACCOUNT_MISSING: { status: 409, message: '店铺还没有接入公众号，请用手机号登录，或使用小程序' },
  WECHAT_CONSENT_NEEDED: { status: 409, message: '首次登录需要您在微信里点一下“允许”' },
  PHONE_INVALID: {
    status: 400,
    message: '请填写能收到快递通知的手机号：大陆 11 位，港澳台号码可加区号，例如 +852 9123 4567',
  },
  ADDRESS_LIMIT: { status: 409, message: '最多保存 50 个收货地址，请先删除不用的地址' },
});

export const CustomerView = Type.Object({
  id: Id,
  nickname: Type.String(),
  avatar: Type.String(),
  phone: Nullable(Type.String({ description: 'Masked: 138****1234' })),
  createdAt: Time,
});
export type CustomerView = Static<typeof CustomerView>;

export const Session = Type.Object({ token: Type.String(), expiresAt: Time, customer: CustomerView });

export const loginCustomer = operation({
  method: 'POST',
  url: '/shop/session',
  operationId: 'loginCustomer',
  tag: 'customer',
  summary: 'Signs a shopper in with a code of wx.login (weapp) or of the official account’s authorisation page (h5)',
  audience: 'anyone',
  limit: { per: 'address', burst: 300, perMinute: 60, refusedOnly: true },
  repeatable: true,
  body: Type.Object({ channel: Choice(['weapp', 'h5']), code: Code(128) }, { additionalProperties: false }),
  reply: { status: 200, schema: Session },
});
export const getLoginPage = operation({
  method: 'GET',
  url: '/shop/login-page',
  operationId: 'getLoginPage',
  tag: 'customer',
  summary:
    'The official account’s authorisation page, which opens in WeChat; returns to `redirect` with code and state. Scope base asks nothing',
  audience: 'anyone',
  query: Type.Object(
    {
      redirect: Type.String({ maxLength: 1000, pattern: '^https?://[!-~]+$' }),
      state: Code(128, 0),
      scope: Type.Optional(Choice(['base', 'userinfo'], 'userinfo unless said: only that one tells the unionid')),
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: Type.Object({ url: Type.String() }) },
});
export const getJsSdkConfig = operation({
  method: 'GET',
  url: '/shop/js-sdk',
  operationId: 'getJsSdkConfig',
  tag: 'customer',
  summary: 'What a page of this shop gives to wx.config in WeChat’s browser, signed for its address',
  audience: 'anyone',
  query: Type.Object(
    { url: Type.String({ maxLength: 1000, pattern: '^https?://[!-~]+$', description: 'Of the page, without #' }) },
    { additionalProperties: false },
  ),
  limit: { per: 'address', burst: 60, perMinute: 120 },
  reply: {
    status: 200,
    schema: Type.Object({
      appId: Type.String({ description: 'Of the official account' }),
      timestamp: Type.Integer(),
      nonceStr: Type.String(),
      signature: Type.String(),
    }),
  },
});
export const logoutCustomer = operation({
  method: 'DELETE',
  url: '/shop/session',
  operationId: 'logoutCustomer',
  tag: 'customer',
  summary: 'Ends this session: its token is worth nothing from now on',
  audience: 'shopper',
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const listCustomerSessions = operation({
  method: 'GET',
  url: '/shop/sessions',
  operationId: 'listCustomerSessions',
  tag: 'customer',
  summary: 'The devices on which the shopper is signed in, the newest first, fifty at most',
  audience: 'shopper',
  reply: {
    status: 200,
    schema: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Id,
          device: Type.String({ description: 'e.g. 微信 · iPhone' }),
          createdAt: Time,
          current: Type.Boolean({ description: 'This session' }),
        }),
      ),
    }),
  },
});
export const endCustomerSession = operation({
  method: 'DELETE',
  url: '/shop/sessions/:id',
  operationId: 'endCustomerSession',
  tag: 'customer',
  summary: 'Signs the shopper out on another device',
  audience: 'shopper',
  params: Type.Object({ id: Id }),
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const endOtherCustomerSessions = operation({
  method: 'DELETE',
  url: '/shop/sessions',
  operationId: 'endOtherCustomerSessions',
  tag: 'customer',
  summary: 'Signs the shopper out on every device but this one',
  audience: 'shopper',
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const getMe = operation({
  method: 'GET',
  url: '/shop/me',
  operationId: 'getMe',
  tag: 'customer',
  summary: 'The signed-in shopper',
  audience: 'shopper',
  reply: { status: 200, schema: CustomerView },
});
export const updateMe = operation({
  method: 'PATCH',
  url: '/shop/me',
  operationId: 'updateMe',
  tag: 'customer',
  summary: 'Changes the nickname',
  audience: 'shopper',
  repeatable: true,
  body: Type.Object({ nickname: Text(20) }, { additionalProperties: false }),
  reply: { status: 200, schema: CustomerView },
});
export const bindPhone = operation({
  method: 'POST',
  url: '/shop/me/phone',
  operationId: 'bindPhone',
  tag: 'customer',
  summary: 'Binds the phone number behind a getPhoneNumber code',
  audience: 'shopper',
  limit: { per: 'caller', burst: 10, perMinute: 10 },
  repeatable: true,
  body: Type.Object({ code: Code(128) }, { additionalProperties: false }),
  reply: { status: 200, schema: CustomerView },
});

export const AddressInput = Type.Object(
  {
    name: Text(25),
    phone: Type.String({
      ...Text(40),
      description:
        'In any dress (spaces, +86); of Hong Kong, Macau and Taiwan with or without area code. Kept as 13800001234 or +85291234567',
    }),
    province: Text(20),
    city: Type.String({ ...Text(20, 0), description: 'Empty for a county ruled by its province' }),
    district: Text(20, 0),
    detail: Text(100, 2),
    isDefault: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type AddressInput = Static<typeof AddressInput>;
export const Address = Type.Object({
  id: Id,
  name: Type.String(),
  phone: Type.String(),
  province: Type.String(),
  city: Type.String(),
  district: Type.String(),
  detail: Type.String(),
  regionCode: Type.String({ description: 'GB/T 2260; empty when the region is unknown or has none' }),
  isDefault: Type.Boolean(),
});
export type Address = Static<typeof Address>;

const ById = Type.Object({ id: Id });
export const listAddresses = operation({
  method: 'GET',
  url: '/shop/addresses',
  operationId: 'listAddresses',
  tag: 'customer',
  summary: 'Own delivery addresses, the default first',
  audience: 'shopper',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(Address) }) },
});
export const createAddress = operation({
  method: 'POST',
  url: '/shop/addresses',
  operationId: 'createAddress',
  tag: 'customer',
  summary: 'Adds a delivery address',
  audience: 'shopper',
  limit: { per: 'caller', burst: 100, perMinute: 30 },
  body: AddressInput,
  reply: { status: 201, schema: Address },
});
export const updateAddress = operation({
  method: 'PUT',
  url: '/shop/addresses/:id',
  operationId: 'updateAddress',
  tag: 'customer',
  summary: 'Replaces a delivery address',
  audience: 'shopper',
  params: ById,
  body: AddressInput,
  repeatable: true,
  reply: { status: 200, schema: Address },
});
export const deleteAddress = operation({
  method: 'DELETE',
  url: '/shop/addresses/:id',
  operationId: 'deleteAddress',
  tag: 'customer',
  summary: 'Removes a delivery address',
  audience: 'shopper',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});

named({ CustomerView, Session, AddressInput, Address });
