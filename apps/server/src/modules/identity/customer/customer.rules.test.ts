import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { guestName, isCodeRefused, loginPage } from './customer.rules.ts';

test('a guest is called 微信用户 and four digits', () => {
  for (let i = 0; i < 50; i++) expect(guestName(newId())).toMatch(/^微信用户\d{4}$/);
  expect(guestName('abcdefab-cdef-abcd-efab-cdefabcdefa7')).toBe('微信用户0007');
});

test('only errors of the code itself send the shopper back to the login', () => {
  expect([40029, 40163, 41008, 40226].every(isCodeRefused)).toBe(true);
  expect([-1, 40001, 40013, 40125, 45011].some(isCodeRefused)).toBe(false);
});

test('the login page is the sandbox’s, or WeChat’s own, with the address back encoded whole', () => {
  const back = 'https://shop.example/a?b=1&c=2#d';
  const sandbox = new URL(loginPage({ sandbox: true, apiBaseUrl: 'http://127.0.0.1:1', appid: 'wx1' }, back, 's 1'));
  expect(sandbox.origin + sandbox.pathname).toBe('http://127.0.0.1:1/sandbox/login');
  expect(Object.fromEntries(sandbox.searchParams)).toEqual({ redirect: back, state: 's 1' });
  const real = new URL(loginPage({ sandbox: false, apiBaseUrl: 'https://api.weixin.qq.com', appid: 'wx1' }, back, 's'));
  expect(real.origin + real.pathname).toBe('https://open.weixin.qq.com/connect/oauth2/authorize');
  expect(real.searchParams.get('redirect_uri')).toBe(back);
  expect(real.hash).toBe('#wechat_redirect');
});
