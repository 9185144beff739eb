import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { LogFile } from './log.ts';

const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'jishi-log-')), 'jishi.log');

test('the log is bounded: full files are put aside, the oldest go, and every line of those kept is whole', async () => {
  const file = newFile();
  const log = new LogFile(file, { maxBytes: 10_000, kept: 3, trouble: () => {} });
  for (let n = 0; n < 1_000; n++) {
    log.write(`${JSON.stringify({ n, text: 'x'.repeat(80) })}\n`);
    if (n % 20 === 0) await new Promise((turn) => setTimeout(turn, 1));
  }
  await log.close();
  const names = readdirSync(path.dirname(file)).sort();
  expect(names).toEqual(['jishi.log', 'jishi.log.1', 'jishi.log.2', 'jishi.log.3']);
  const order = [3, 2, 1].map((n) => `${file}.${n}`).concat(file);
  const lines = order.flatMap((f) =>
    readFileSync(f, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).n),
  );
  expect(lines).toEqual(lines.map((_, i) => (lines[0] ?? 0) + i));
  expect(lines.at(-1)).toBe(999);
  for (const name of names) expect(statSync(path.join(path.dirname(file), name)).mode & 0o777).toBe(0o600);
});

test.runIf(process.platform === 'linux')(
  'a full disk costs lines and one sentence, not the process; later the log goes on',
  async () => {
    const file = newFile();
    symlinkSync('/dev/full', file);
    const said: string[] = [];
    const log = new LogFile(file, { trouble: (line) => said.push(line) });
    for (let n = 0; n < 3; n++) {
      log.write(`{"n":${n},"text":"${'x'.repeat(100)}"}\n`);
      await new Promise((turn) => setTimeout(turn, 5));
    }
    await vi.waitFor(() => expect(said).toEqual([expect.stringContaining('ENOSPC')]));
    await log.close();
    expect(said).toHaveLength(1);
    unlinkSync(file);
    const next = new LogFile(file, { trouble: (line) => said.push(line) });
    next.write('{"n":9}\n');
    await next.close();
    expect(readFileSync(file, 'utf8')).toBe('{"n":9}\n');
  },
);
