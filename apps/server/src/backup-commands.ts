import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chinaDate, chinaTime, nowMs } from './kernel/clock.ts';
import { rolesOf, startDatabase } from './open-database.ts';
import { makeBackup, notedRun, restoreBackup, type SchemaFile } from './platform/backup/index.ts';
import { CannotStart } from './platform/cannot-start.ts';
import type { Config } from './platform/config.ts';
import { MIGRATIONS, migrate, type Roles } from './platform/db/index.ts';
import { masterSecret } from './platform/secrets/secret-file.ts';
import { Secrets } from './platform/secrets/secrets.ts';

type Say = (line: string) => void;
const MIB = 1_048_576;

/** The options of backup and restore. Throws CannotStart, naming what is wrong. */
export function readBackupOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        to: { type: 'string' },
        from: { type: 'string' },
        nightly: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new CannotStart((error as Error).message);
  }
}

function passphraseOf({ backupPassphrase }: Config): string {
  if (backupPassphrase) return backupPassphrase;
  throw new CannotStart(
    'a backup is sealed with a passphrase: put one into BACKUP_PASSPHRASE, and keep it where the backups are not; nobody can open them without it',
  );
}

/**
 * `backup`: database, pictures and secret in one sealed file, which is read back before it gets its name; noted in the database, so that the
 * console and the metrics know how fresh it is. `nightly`: once a night, by the first process that comes, and the oldest beyond BACKUP_KEEP go.
 */
export async function backup(
  config: Config,
  ownerUrl: string,
  { to, nightly = false }: { to?: string | undefined; nightly?: boolean | undefined },
  say: Say,
): Promise<void> {
  const passphrase = passphraseOf(config);
  const folder = path.join(config.dataDir, 'backups');
  const stamp = chinaTime(nowMs()).replace(/\D/g, '').slice(0, 14);
  const file = path.resolve(to ?? path.join(folder, `jishi-${stamp}.backup`));
  if (existsSync(file)) throw new CannotStart(`${file} is there already`);
  const secret = masterSecret(config.secret, config.dataDir);
  const made = await notedRun(ownerUrl, nightly ? chinaDate(nowMs()) : null, () =>
    makeBackup({ ownerUrl, dataDir: config.dataDir, secret }, file, passphrase),
  );
  if (!made) return say('tonight’s backup is made already, or being made');
  if (nightly) dropOldest(folder, config.backupKeep);
  say(
    `${made.file}: ${made.rows} rows and ${made.files} files, ${(made.bytes / MIB).toFixed(1)} MiB, sealed and read back`,
  );
}

/** Files of the nightly backup alone, which are named by their time. */
function dropOldest(folder: string, keep: number): void {
  const own = readdirSync(folder).filter((name) => /^jishi-\d{14}\.backup$/.test(name));
  for (const name of own.sort().reverse().slice(keep)) rmSync(path.join(folder, name));
}

/**
 * `restore`: puts a backup into an empty folder and database. Returns what stops the embedded PostgreSQL. Throws CannotStart, and
 * changes nothing, when it is damaged or does not belong here.
 */
export async function restore(
  config: Config,
  from: string | undefined,
  say: Say,
  roles: (secrets: Secrets) => Roles = rolesOf,
): Promise<() => Promise<unknown>> {
  if (!from) throw new CannotStart('say which backup: npm run restore -- --from FILE --data DIR');
  if (!existsSync(from)) throw new CannotStart(`there is no file ${from}`);
  let stop: () => Promise<unknown> = async () => {};
  let owner = '';
  try {
    const { rows, files } = await restoreBackup(from, passphraseOf(config), {
      dataDir: config.dataDir,
      givenSecret: config.secret,
      openOwner: async () => {
        const started = await startDatabase(config, say);
        stop = async () => started.embedded?.stop();
        owner = started.owner;
        return owner;
      },
      makeSchema: async (schema) => {
        refuseOther(schema);
        const secrets = Secrets.open(config.secret, config.dataDir, config.formerSecrets);
        const names = schema.map((one) => one.name);
        await migrate(owner, path.resolve(MIGRATIONS), roles(secrets), () => {}, secrets, names);
      },
    });
    say(`restored ${rows} rows and ${files} files`);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Throws CannotStart when the backup's schema is not made of files that this program has too. */
function refuseOther(schema: readonly SchemaFile[]): void {
  for (const { name, checksum } of schema) {
    const file = path.resolve(MIGRATIONS, name);
    const known = existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex') === checksum;
    if (!known)
      throw new CannotStart(
        `the backup is of another Jishi: this program does not know its ${name}. Restore with the version that made it, then upgrade`,
      );
  }
}
