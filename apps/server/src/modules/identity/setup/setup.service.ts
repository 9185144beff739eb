import { createHash } from 'node:crypto';
import { HOUR, now, nowMs } from '../../../kernel/clock.ts';
import { newSecret } from '../../../kernel/ids.ts';
import type { Platform } from '../../../platform/platform.ts';
import { allTenantIds } from '../tenant/index.ts';
import { addLink } from './setup.store.ts';

/** How long a link of the terminal is good. */
export const LINK_HOURS = 24;
const hashLink = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Makes a link with which the reader of the terminal opens the first shop: good for a day, used once, only its hash is kept. The token
 * stands behind #, where no server and no log sees it. Null when there is a shop already.
 */
export async function newSetupLink({ database }: Pick<Platform, 'database'>, baseUrl: string): Promise<string | null> {
  if ((await allTenantIds(database)).length > 0) return null;
  const token = newSecret();
  await addLink(database, hashLink(token), new Date(nowMs() + LINK_HOURS * HOUR));
  return `${baseUrl}/console/setup#${token}`;
}

export const linkNow = (token: string) => ({ hash: hashLink(token), at: now() });
