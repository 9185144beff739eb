import { appendFileSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type SmallDisk, smallDisk } from '../../../tools/small-disk.ts';
import { Journal } from './journal.ts';

const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'jishi-journal-')), 'journal.jsonl');

function opened(file: string, log?: (line: string) => void) {
  const journal = new Journal(file, log);
  const records = journal.collection<{ value: number }>('records');
  journal.compact();
  return { journal, records };
}

test('the last line of a key wins; half a last line, as a crash leaves it, is cut off and nothing else is lost', () => {
  const file = newFile();
  const first = opened(file);
  first.records.put('a', { value: 1 });
  first.records.put('b', { value: 2 });
  first.records.put('a', { value: 3 });
  first.journal.close();
  appendFileSync(file, '{"collection":"records","key":"b","rec');
  const second = opened(file);
  expect(second.records.entries()).toEqual([
    ['a', { value: 3 }],
    ['b', { value: 2 }],
  ]);
  second.records.put('c', { value: 4 });
  second.journal.close();
  expect(opened(file).records.all()).toEqual([{ value: 3 }, { value: 2 }, { value: 4 }]);
});

test('lines in the middle that cannot be read are left out and said once; the file as it was stays beside', () => {
  const file = newFile();
  const first = opened(file);
  first.records.put('a', { value: 1 });
  const broken = '{"collection":"records","key":\u0000\u0000\nnull\n{"collection":"records","key":"b"}\n';
  appendFileSync(file, broken);
  first.records.put('c', { value: 3 });
  first.journal.close();
  const before = readFileSync(file, 'utf8');
  const said: string[] = [];
  const second = opened(file, (line) => said.push(line));
  expect(second.records.all()).toEqual([{ value: 1 }, { value: 3 }]);
  second.records.put('d', { value: 4 });
  second.journal.close();
  expect(said).toEqual([expect.stringContaining('3 行')]);
  const aside = readdirSync(path.dirname(file)).filter((name) => name.includes('.broken-'));
  expect(aside.map((name) => readFileSync(path.join(path.dirname(file), name), 'utf8'))).toEqual([before]);
  expect(opened(file, (line) => said.push(line)).records.all()).toEqual([{ value: 1 }, { value: 3 }, { value: 4 }]);
  expect(said).toHaveLength(1);
});

test('a journal of mostly overwritten lines is rewritten, and goes on being written', () => {
  const file = newFile();
  const line = (value: number) => `${JSON.stringify({ collection: 'records', key: 'a', record: { value } })}\n`;
  appendFileSync(file, Array.from({ length: 20_002 }, (_, value) => line(value)).join(''));
  const { journal, records } = opened(file);
  expect(readFileSync(file, 'utf8')).toBe(line(20_001));
  records.put('a', { value: -1 });
  journal.reset();
  records.put('b', { value: 7 });
  journal.close();
  expect(opened(file).records.entries()).toEqual([['b', { value: 7 }]]);
});

const disk = smallDisk(1);
afterAll(() => disk?.remove());

test.runIf(disk)(
  'a full disk costs nothing: lines wait, one sentence says so, and they are written when there is room',
  () => {
    const { dir, fill, empty } = disk as SmallDisk;
    const file = path.join(dir, 'journal.jsonl');
    const said: string[] = [];
    const first = opened(file, (line) => said.push(line));
    first.records.put('a', { value: 1 });
    fill();
    for (let value = 0; value < 200; value++) first.records.put('b', { value });
    expect(first.records.get('b')).toEqual({ value: 199 });
    expect(said).toEqual([expect.stringContaining('ENOSPC')]);
    empty();
    first.records.put('c', { value: 3 });
    expect(said).toEqual([expect.stringContaining('ENOSPC'), '沙箱日志已补写完整']);
    first.journal.close();
    expect(opened(file).records.all()).toEqual([{ value: 1 }, { value: 199 }, { value: 3 }]);
  },
);
