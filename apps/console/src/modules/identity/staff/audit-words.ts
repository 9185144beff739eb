import { yuanText } from '../../../parts/money.ts';
import type { Permission } from '../../../session.tsx';
import { PERMISSIONS } from './permission-words.ts';

/** Reasons why a sign-in failed, and other short words of the server. */
const WORDS: Record<string, string> = {
  LOGIN_FAILED: '账号或密码不正确',
  LOGIN_CODE_WRONG: '动态验证码不正确',
  app: '动态验证码',
  recovery: '恢复码',
  none: '密码',
  on: '在售',
  off: '已下架',
  draft: '草稿',
};
const FIELDS: Record<string, string> = {
  fields: '提交',
  before: '之前',
  after: '之后',
  blockedMinutes: '须等待分钟数',
  permissions: '权限',
  owner: '店主',
  active: '在用',
  login: '账号',
  name: '名称',
  password: '密码',
  twoFactor: '动态验证码要求',
  idleMinutes: '自动退出分钟数',
  passwordDays: '密码有效天数',
  addresses: '网络地址',
  title: '标题',
  subtitle: '副标题',
  brand: '品牌',
  unit: '单位',
  categoryId: '分类',
  specs: '规格',
  services: '服务承诺',
  tags: '标签',
  sort: '排序',
  picture: '图片',
  state: '状态',
  goods: '商品',
  onHand: '现有库存',
  priceFen: '售价',
  marketPriceFen: '划线价',
  costFen: '成本价',
  values: '可选值',
  slogan: '一句话介绍',
  logo: '店标',
  themeColor: '主题色',
  notice: '首页公告',
  servicePhone: '客服电话',
  banners: '首页轮播',
  link: '链接',
  terms: '运费规则',
  goodsIds: '商品',
  freight: '运费',
  baseFen: '每单运费',
  freeFromFen: '满额包邮',
  closeAfterMinutes: '未付款关闭分钟数',
  receiveAfterDays: '自动收货天数',
  lowStockAt: '库存预警线',
  licence: '资质',
  company: '经营者名称',
  number: '编号',
  icp: 'ICP 备案号',
  namesMaker: '显示软件名称',
  kind: '种类',
  filters: '筛选条件',
  rows: '行数',
};

/** How somebody signed in, or why they did not; anything else by its word. */
const nameOf = (name: string, value: unknown): string => {
  if (name === 'code') return ['app', 'recovery', 'none'].includes(String(value)) ? '验证方式' : '原因';
  return FIELDS[name] ?? name;
};

/** An id by its end, which is enough to compare; anything else as it is. */
export const targetText = (target: string): string =>
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(target) ? `…${target.slice(-8)}` : target;

/** A value in words. What has no word here is shown as it is called rather than hidden; amounts are in yuan. */
function valueText(value: unknown, name = ''): string {
  if (value === null || value === undefined || value === '') return '无';
  if (name.endsWith('Fen') && typeof value === 'number') return yuanText(value);
  if (typeof value === 'string') return WORDS[value] ?? PERMISSIONS[value as Permission] ?? FIELDS[value] ?? value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.map((one) => valueText(one)).join('、') || '无';
  if (typeof value === 'object') return detailText(value as Record<string, unknown>);
  return String(value);
}

/** What an entry says besides, on one line. */
export const detailText = (detail: Record<string, unknown>): string =>
  Object.entries(detail)
    .map(([name, value]) => `${nameOf(name, value)}：${valueText(value, name)}`)
    .join('；');

export interface Change {
  name: string;
  before: string;
  after: string;
}
const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** What an entry's change made different, field by field, and what else the entry says. */
export function changesIn({ before, after, ...rest }: Record<string, unknown>): {
  changes: Change[];
  rest: Record<string, unknown>;
} {
  const [old, now] = [recordOf(before), recordOf(after)];
  const changes = Object.keys({ ...old, ...now })
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => ({
      name: nameOf(name, now[name]),
      before: valueText(old[name], name),
      after: valueText(now[name], name),
    }));
  return { changes, rest };
}
