import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { firstLogin, keepFirstLogin } from './first-login.ts';
import { OWNER, startApp, TENANT } from './test/app.ts';

test('the first password is known for the terminal while it is in force, and forgotten once it was replaced', async () => {
  const { platform } = await startApp();
  const file = path.join(platform.config.dataDir, 'logins.json');
  expect(await firstLogin(platform)).toBeNull();
  const login = { tenantId: TENANT, login: OWNER.login, password: OWNER.password };
  keepFirstLogin(platform.config.dataDir, login);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await firstLogin(platform)).toEqual(login);
  keepFirstLogin(platform.config.dataDir, { ...login, password: 'another-Password-1' });
  expect(await firstLogin(platform)).toBeNull();
  expect(existsSync(file)).toBe(false);
});
