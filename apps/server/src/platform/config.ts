import path from 'node:path';
import { parseArgs } from 'node:util';
import { isAddressBlock } from '../kernel/address.ts';
import { CannotStart } from './cannot-start.ts';
import type { Bucket } from './files/bucket-client.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** What the process was told at start; everything else lives in tenant settings. */
export interface Config {
  port: number;
  host: string;
  /** Folder of the embedded database, keys, files and logs. */
  dataDir: string;
  /** Null: run the embedded PostgreSQL. */
  databaseUrl: string | null;
  databasePoolSize: number;
  databasePrepare: boolean;
  /** Whether a transaction that asks for a second connection is an error at once. */
  databaseGuard: boolean;
  /** Master secret; null: generated once into the data folder. */
  secret: string | null;
  /** Master secrets of before, which still open what they sealed until `reseal` has run. */
  formerSecrets: string[];
  /** Which parts this process runs. */
  roles: { http: boolean; worker: boolean };
  /** Whether a sandbox WeChat runs beside it; `auto`: unless the shop is connected to WeChat itself or reached from the world. */
  sandbox: 'on' | 'off' | 'auto';
  sandboxPort: number;
  /** Address under which shoppers and WeChat reach this server, without a slash at the end. */
  publicUrl: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  logTo: 'file' | 'stdout';
  /** Whether an empty database gets the demo merchant, where a sandbox WeChat runs. */
  demo: boolean;
  /** Inner addresses that a shop's connection may name all the same, e.g. a proxy through which everything leaves. */
  innerUpstreams: string[];
  /** log₂ of scrypt's N for new passwords: 14 takes 16 MiB and about a quarter of a second. */
  passwordCost: number;
  /** Addresses and CIDR blocks of the proxies in front, whose X-Forwarded headers are believed; nobody else's are. */
  trustProxy: string[];
  /** Multiplies what one address or person may ask in a minute; 1 but in load tests, where one stands for many. */
  limitScale: number;
  /** How long a stop may take, in ms. */
  stopMs: number;
  /** Whether a start brings the schema up to date; otherwise it only looks, as the role of requests, whether it is this program's. */
  migrate: boolean;
  /** What backups are sealed with; null: none can be made or opened. */
  backupPassphrase: string | null;
  /** From when on, by China's clock (HH:MM), a night's backup makes itself; null: never. */
  backupAt: string | null;
  /** How many of those stay. */
  backupKeep: number;
  /** The bucket for uploaded pictures; null: the data folder alone. */
  filesBucket: Bucket | null;
  /** What a reader of /metrics shows; null: only this machine may read them. */
  metricsToken: string | null;
}

/** A setting is wrong; the sentence names it. */
class ConfigError extends CannotStart {}

/** From Node 24 on the running code knows what it belongs to without hooks on every promise. */
const GUARD_IS_FREE = Number(process.versions.node.split('.')[0]) >= 24;

const whole = (name: string, text: string, min: number, max: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, but is "${text}"`);
  return value;
};

const oneOf = <const T extends string>(name: string, text: string, values: readonly T[]): T => {
  const value = values.find((v) => v === text);
  if (!value) throw new ConfigError(`${name} must be one of ${values.join(', ')}, but is "${text}"`);
  return value;
};

const LOOPBACK = ['127.0.0.0/8', '::1'];

function upstreams(text: string): string[] {
  const urls = text.split(/[\s,]+/).filter(Boolean);
  const wrong = urls.find((url) => !/^https?:\/\//.test(url) || !URL.canParse(url));
  if (wrong) throw new ConfigError(`INNER_UPSTREAMS must be addresses like http://10.0.0.5:8080, but has "${wrong}"`);
  return urls;
}

function proxies(text: string): string[] {
  if (text === 'off' || text === '') return [];
  if (text === 'on') return LOOPBACK;
  const blocks = text.split(/[\s,]+/).filter(Boolean);
  const wrong = blocks.find((b) => !isAddressBlock(b));
  if (wrong)
    throw new ConfigError(
      `TRUST_PROXY must be on (proxies of this machine), off, or addresses like 10.0.0.5,172.16.0.0/12, but has "${wrong}"`,
    );
  return blocks;
}

function passphrase(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if ([...text].length < 12) throw new ConfigError('BACKUP_PASSPHRASE must have at least 12 characters');
  return text;
}

function timeOfDay(name: string, text: string): string | null {
  if (text === 'off') return null;
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text))
    throw new ConfigError(`${name} must be a time like 04:15, by China's clock, or off, but is "${text}"`);
  return text;
}

function bucket(given: (name: SettingName) => string | undefined, region: string): Bucket | null {
  const [text, keyId, secret] = [given('FILES_BUCKET'), given('FILES_KEY'), given('FILES_SECRET')];
  if (!text) return null;
  const url = text.replace(/\/+$/, '');
  if (!/^https?:\/\/[^?#\s]+$/.test(url) || !URL.canParse(url))
    throw new ConfigError(
      `FILES_BUCKET must be the address of a bucket like https://shop.s3.oss-cn-hangzhou.aliyuncs.com, but is "${text}"`,
    );
  if (!keyId || !secret) throw new ConfigError('FILES_BUCKET needs FILES_KEY and FILES_SECRET too');
  return { url, region, keyId, secret };
}

const token = (name: string, text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (!/^[\x21-\x7e]{16,}$/.test(text))
    throw new ConfigError(`${name} must have at least 16 characters, without blanks: letters, digits, signs`);
  return text;
};

/** Reads options and environment. Throws ConfigError with a sentence that names the setting and what is wrong. */
export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const { values } = parse(args);
  const given = (name: SettingName): string | undefined => env[name];
  const said = (name: SettingName): string => env[name] ?? (SETTINGS[name] as Setting).standard ?? '';
  const port = whole('--port', values.port ?? said('PORT'), 0, 65_535);
  const databaseUrl = said('DATABASE_URL') || null;
  if (databaseUrl && !/^postgres(ql)?:\/\/\S+$/.test(databaseUrl))
    throw new ConfigError('DATABASE_URL must look like postgres://user:password@host:5432/database');
  const role = oneOf('--role', values.role ?? said('JISHI_ROLE'), ['all', 'web', 'worker']);
  const publicUrl = (given('PUBLIC_URL') ?? `http://127.0.0.1:${port}`).replace(/\/$/, '');
  if (!/^https?:\/\//.test(publicUrl) || !URL.canParse(publicUrl))
    throw new ConfigError(`PUBLIC_URL must be an address that begins with http:// or https://, but is "${publicUrl}"`);
  const isOn = (name: SettingName, text = said(name)): boolean => oneOf(name, text, ['on', 'off']) === 'on';
  const number = (name: SettingName, min: number, max: number): number => whole(name, said(name), min, max);
  return {
    port,
    host: values.host ?? said('HOST'),
    dataDir: path.resolve(values.data ?? said('JISHI_DATA')),
    databaseUrl,
    databasePoolSize: number('DATABASE_POOL', 2, 200),
    databasePrepare: isOn('DATABASE_PREPARE'),
    databaseGuard: isOn('DATABASE_GUARD', given('DATABASE_GUARD') ?? (GUARD_IS_FREE ? 'on' : 'off')),
    secret: given('JISHI_SECRET') ?? null,
    formerSecrets: said('JISHI_SECRET_OLD')
      .split(/[\s,]+/)
      .filter(Boolean),
    roles: {
      http: role !== 'worker',
      worker: role !== 'web',
    },
    sandbox: role === 'worker' ? 'off' : oneOf('JISHI_SANDBOX', said('JISHI_SANDBOX'), ['on', 'off', 'auto']),
    sandboxPort: whole('SANDBOX_PORT', given('SANDBOX_PORT') ?? (port === 0 ? '0' : String(port + 1)), 0, 65_535),
    publicUrl,
    logLevel: oneOf('LOG_LEVEL', said('LOG_LEVEL'), ['debug', 'info', 'warn', 'error']),
    logTo: oneOf('LOG_TO', said('LOG_TO'), ['file', 'stdout']),
    demo: isOn('JISHI_DEMO'),
    innerUpstreams: upstreams(said('INNER_UPSTREAMS')),
    passwordCost: number('PASSWORD_COST', 10, 20),
    trustProxy: proxies(said('TRUST_PROXY')),
    limitScale: number('LIMIT_SCALE', 1, 1_000_000),
    stopMs: 1000 * number('STOP_TIMEOUT', 1, 600),
    migrate: isOn('MIGRATE'),
    backupPassphrase: passphrase(given('BACKUP_PASSPHRASE')),
    backupAt: timeOfDay('BACKUP_AT', said('BACKUP_AT')),
    backupKeep: number('BACKUP_KEEP', 1, 1000),
    filesBucket: bucket(given, said('FILES_REGION')),
    metricsToken: token('METRICS_TOKEN', given('METRICS_TOKEN')),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        role: { type: 'string' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}
