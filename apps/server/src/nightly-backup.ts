import { spawn } from 'node:child_process';
import { chinaDate, chinaTime, MINUTE, nowMs } from './kernel/clock.ts';
import { isNightOpen } from './platform/backup/index.ts';
import type { Config } from './platform/config.ts';
import type { Platform } from './platform/platform.ts';

const LOOK_EVERY_MS = 5 * MINUTE;

/** The night (a day in China) whose backup should be there by now; null before the hour. A server that was down then makes it up. */
export const dueNight = (atMs: number, backupAt: string): string | null =>
  chinaTime(atMs).slice(11, 16) >= backupAt ? chinaDate(atMs) : null;

/** Makes tonight's backup beside the server, in a process of its own, so that no request waits for it. */
export type StartBackup = () => Promise<void>;

/**
 * Looks every few minutes whether the night's backup is due and nobody made it. Only where a passphrase is set and this process knows the
 * owner's database. Returns what ends the looking.
 */
export function keepNightlyBackups(
  { config, database, log }: Platform,
  start: StartBackup = () => runCommand(config),
): { look: () => Promise<void>; end: () => void } {
  let isRunning = false;
  const look = async () => {
    const night = config.backupAt && dueNight(nowMs(), config.backupAt);
    if (!night || isRunning || !(await isNightOpen(database, night))) return;
    isRunning = true;
    await start()
      .catch((error: Error) => log.error({ err: error }, 'the nightly backup failed'))
      .finally(() => {
        isRunning = false;
      });
  };
  if (!makesNightly(config)) return { look, end: () => {} };
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS);
  timer.unref();
  return { look, end: () => clearInterval(timer) };
}

/** Whether this process makes the nightly backup. */
const makesNightly = ({ roles, backupAt, backupPassphrase, migrate }: Config): boolean =>
  roles.worker && backupAt !== null && backupPassphrase !== null && migrate;

function runCommand({ dataDir }: Config): Promise<void> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'backup', '--nightly', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (said = `${said}${text}`.slice(-2000)));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(said.trim() || `ended with ${code}`))));
  });
}
