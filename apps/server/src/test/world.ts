import type { Sandbox } from '@jishi/sandbox';
import type pg from 'pg';
import type { Platform } from '../platform/platform.ts';
import type { TestDatabase } from './database.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  headers: Record<string, unknown>;
}
/** Somebody who asks: adds the token and, on changes, an Idempotency-Key of its own. */
export interface Caller {
  token: string;
  get(url: string): Promise<Answer>;
  send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: unknown, key?: string): Promise<Answer>;
  post(url: string, body?: unknown, key?: string): Promise<Answer>;
}
export interface TestApp {
  platform: Platform;
  sandbox: Sandbox;
  /** Where the server listens, for call-backs and raw requests. */
  address: string;
  as(token: string): Caller;
  guest: Caller;
  /** The database as its owner, past the tenant wall: to look at everything. */
  sql: pg.Client;
  database: TestDatabase;
}
export const TENANT = 1;
export const OWNER = { login: 'owner', name: '店主', password: 'Hongmei-tea-1987' };
