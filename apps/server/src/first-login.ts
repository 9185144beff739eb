import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newSecret } from './kernel/ids.ts';
import { hasPassword } from './modules/identity/staff/index.ts';
import type { Platform } from './platform/platform.ts';

/** The owner's login as it was made at the first start. */
export interface FirstLogin {
  tenantId: number;
  login: string;
  password: string;
}

const fileIn = (dataDir: string): string => path.join(dataDir, 'logins.json');

/** A password for a person to type once and then replace. */
export const newPassword = (): string => `Js${newSecret(9)}7`;

/** Keeps it for the terminal, readable for the owner of the folder alone. */
export function keepFirstLogin(dataDir: string, login: FirstLogin): void {
  const file = fileIn(dataDir);
  writeFileSync(`${file}.part`, JSON.stringify(login), { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
}

export const forgetFirstLogin = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true });

/** The first login while its password is still in force; once it was replaced, nothing of it is kept. Null when there is none. */
export async function firstLogin(platform: Platform): Promise<FirstLogin | null> {
  const { config } = platform;
  const file = fileIn(config.dataDir);
  if (!existsSync(file)) return null;
  const { tenantId, login, password } = JSON.parse(readFileSync(file, 'utf8')) as FirstLogin;
  if (await hasPassword(platform, tenantId, login, password)) return { tenantId, login, password };
  forgetFirstLogin(config.dataDir);
  return null;
}
