import type { Permission } from '../../../session.tsx';
import { PERMISSIONS } from './permission-words.ts';

/** Reasons why a sign-in failed, and other short words of the server. */
const WORDS: Record<string, string> = {
  LOGIN_FAILED: '账号或密码不正确',
  LOGIN_CODE_WRONG: '动态验证码不正确',
  app: '动态验证码',
  recovery: '恢复码',
  none: '密码',
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
};

/** How somebody signed in, or why they did not; anything else by its word. */
const nameOf = (name: string, value: unknown): string => {
  if (name === 'code') return ['app', 'recovery', 'none'].includes(String(value)) ? '验证方式' : '原因';
  return FIELDS[name] ?? name;
};

/** An id by its end, which is enough to compare; anything else as it is. */
export const targetText = (target: string): string =>
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(target) ? `…${target.slice(-8)}` : target;

/** What an entry says besides, on one line. What has no word here is shown as it is called rather than hidden. */
export function detailText(detail: Record<string, unknown>): string {
  const text = (value: unknown): string => {
    if (typeof value === 'string') return WORDS[value] ?? PERMISSIONS[value as Permission] ?? FIELDS[value] ?? value;
    if (typeof value === 'boolean') return value ? '是' : '否';
    if (Array.isArray(value)) return value.map(text).join('、') || '无';
    if (typeof value === 'object' && value !== null) return entries(value);
    return String(value);
  };
  const entries = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${nameOf(name, value)}：${text(value)}`)
      .join('；');
  return entries(detail);
}
