import { expect, test } from 'vitest';
import { ERRCODES, isRetryable, remedyFor } from './errcodes.ts';
import {
  isMisconfiguration,
  WechatApiError,
  WechatPayError,
  WechatSignatureError,
  WechatTimeoutError,
} from './errors.ts';

test('busy, too often, a void token and a payment not heard of yet may be tried again; what the request itself is wrong about may not', () => {
  for (const errcode of [-1, 45009, 45011, 40001, 40014, 42001, 10060001, 10060012, 10060019])
    expect(isRetryable(errcode), String(errcode)).toBe(true);
  for (const errcode of [
    0, 40003, 40029, 43101, 47001, 47003, 10060002, 10060003, 10060004, 10060023, 10060031, 268485216,
  ])
    expect(isRetryable(errcode), String(errcode)).toBe(false);
});

test('a wrong AppSecret or an IP that is not listed waits for the merchant', () => {
  for (const errcode of [40013, 40125, 40164, 48001]) {
    expect(remedyFor(errcode)).toBe('settings');
    expect(isRetryable(errcode)).toBe(false);
  }
  expect(remedyFor(45009)).toBe('day');
  expect(remedyFor(10060023)).toBeNull();
});

test('every errcode stands once in the table, and an error knows its remedy', () => {
  expect(new Set(ERRCODES.map(({ errcode }) => errcode)).size).toBe(ERRCODES.length);
  expect(new WechatApiError(-1, 'system error').retryable).toBe(true);
  expect(new WechatApiError(40125, 'invalid appsecret').remedy).toBe('settings');
});

test('a wrong connection is told apart from WeChat that does not work and from a request that is wrong', () => {
  const pay = (status: number, code: string, detail?: unknown) => new WechatPayError(status, code, '', null, detail);
  const wrong = [
    new WechatApiError(40125, ''),
    new WechatApiError(40164, ''),
    new WechatSignatureError('signed by another key'),
    pay(401, 'SIGN_ERROR'),
    pay(400, 'APPID_MCHID_NOT_MATCH'),
    pay(403, 'NOAUTH'),
    pay(400, 'PARAM_ERROR', { location: 'header', field: 'Wechatpay-Serial' }),
  ];
  expect(wrong.map(isMisconfiguration)).toEqual(wrong.map(() => true));
  const other = [
    new WechatApiError(-1, ''),
    new WechatApiError(40029, ''),
    new WechatTimeoutError('no answer'),
    pay(500, 'SYSTEM_ERROR'),
    pay(400, 'PARAM_ERROR'),
    pay(404, 'ORDER_NOT_EXIST'),
    new Error('x'),
  ];
  expect(other.map(isMisconfiguration)).toEqual(other.map(() => false));
});
