import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backup } from './backup-commands.ts';
import { DAY, setClock } from './kernel/clock.ts';
import { dueNight, keepNightlyBackups } from './nightly-backup.ts';
import { backupState } from './platform/backup/index.ts';
import { readConfig } from './platform/config.ts';
import { SECRET, startApp } from './test/app.ts';

test('a night’s backup is due from the hour on, by China’s clock', () => {
  const at = (text: string) => dueNight(Date.parse(text), '04:15');
  expect(at('2026-11-28T04:14:59+08:00')).toBeNull();
  expect(at('2026-11-28T04:15:00+08:00')).toBe('2026-11-28');
  expect(at('2026-11-28T14:00:00+08:00')).toBe('2026-11-28');
});

test('one backup a night is made, old ones go, and what failed or is old is shown and counted', async () => {
  const app = await startApp();
  const { database, config: running, metrics } = app.platform;
  const config = readConfig(['--data', running.dataDir], {
    DATABASE_URL: app.database.ownerUrl,
    JISHI_SECRET: SECRET,
    BACKUP_PASSPHRASE: 'a passphrase of the test',
    BACKUP_KEEP: '2',
    BACKUP_AT: '00:00',
  });
  const owner = await app.given.owner();
  const system = async () => (await owner.get('/admin/system')).body;
  expect(await system()).toMatchObject({
    version: expect.stringMatching(/^\d/),
    backup: { state: 'none', lastAt: null },
  });

  const folder = path.join(config.dataDir, 'backups');
  const once = () => backup(config, app.database.ownerUrl, { nightly: true }, () => {});
  const nightly = keepNightlyBackups({ ...app.platform, config }, once);
  onTestFinished(nightly.end);
  await Promise.all([nightly.look(), once()]);
  await nightly.look();
  expect(readdirSync(folder)).toHaveLength(1);
  expect(await system()).toMatchObject({ backup: { state: 'fresh', failure: null } });
  expect(await metrics.registry.getSingleMetricAsString('jishi_backup_age_seconds')).toMatch(/\} \d+/);

  for (const name of ['jishi-20250101000000.backup', 'jishi-20250102000000.backup', 'my-own.backup'])
    writeFileSync(path.join(folder, name), '');
  const back = setClock(() => Date.now() + 3 * DAY);
  onTestFinished(back);
  expect((await backupState(database)).state).toBe('old');
  await nightly.look();
  // Two of its own stay, and whatever somebody else put there.
  expect(
    readdirSync(folder)
      .sort()
      .map((name) => name.slice(0, 10)),
  ).toEqual(['jishi-2026', 'jishi-2026', 'my-own.bac']);
  await app.sql.query(
    `update backup_run set failure = 'no space left' where night is not null and started_at = (select max(started_at) from backup_run)`,
  );
  expect((await backupState(database)).failure).toBe('no space left');
}, 120_000);
