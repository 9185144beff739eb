import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AlreadyClaimed, claim, withClaim } from './claim.ts';
import { lives, thisProcess } from './process-identity.ts';

const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'jishi-claim-')), 'claim.json');
const patient = { waits: () => {} };

/** What a process that is no more left behind. */
async function claimOfTheDead(file: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  writeFileSync(file, JSON.stringify({ ...thisProcess(), pid: child.pid }));
  return child.pid ?? 0;
}

test('of many that want a claim at once one gets it, and the others are told who has it', async () => {
  const file = newFile();
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => claim(file)));
  expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected') {
      expect(result.reason).toBeInstanceOf(AlreadyClaimed);
      expect(result.reason.holder).toEqual(thisProcess());
    }
});

test('the claim of a dead process, or one that cannot be read, is taken over by one of many', async () => {
  for (const leave of [claimOfTheDead, async (file: string) => writeFileSync(file, '')]) {
    const file = newFile();
    await leave(file);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => claim(file)));
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(thisProcess());
    expect(readdirSync(path.dirname(file))).toEqual(['claim.json']);
  }
});

test('a number that was used again does not keep a claim alive', async () => {
  const file = newFile();
  const earlier = { ...thisProcess(), startedAt: '1' };
  expect([lives(thisProcess()), lives(earlier)]).toEqual([true, false]);
  writeFileSync(file, JSON.stringify(earlier));
  (await claim(file)).release();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

test('work under a claim is done by one after the other; who has no patience is refused', async () => {
  const file = newFile();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((done) => setImmediate(done));
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withClaim(file, patient, work)));
  expect(most).toBe(1);
  const held = await claim(file);
  await expect(withClaim(file, { ...patient, withinMs: 0 }, work)).rejects.toBeInstanceOf(AlreadyClaimed);
  held.release();
});
