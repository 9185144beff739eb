import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dropUnusedParts, UNUSED_PARTS } from './unused-parts.mjs';

const HOMES = ['apps', 'packages', 'e2e', 'bench', 'tools'];
const SKIP = /node_modules|[\\/]dist[\\/]|unused-parts/;

test('no source of ours asks for a part of a package that is deleted after the install', () => {
  const wanted = UNUSED_PARTS.map((part) => (part.startsWith('@expo') ? path.basename(part) : part));
  const sources = HOMES.flatMap((home) =>
    readdirSync(home, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(home, file))
      .filter((file) => /\.(tsx?|mts|mjs|css|scss|html)$/.test(file) && !SKIP.test(file)),
  );
  expect(sources.length).toBeGreaterThan(500);
  const found = sources.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return wanted.filter((part) => text.includes(part)).map((part) => `${file}: ${part}`);
  });
  expect(found).toEqual([]);
});

test('those parts go and nothing beside them', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'jishi-parts-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const files = ['antd/dist/antd.js', 'antd/es/index.js', 'antd/package.json'].map((file) =>
    path.join(root, 'node_modules', file),
  );
  for (const file of files) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
  dropUnusedParts(root);
  expect(files.map((file) => existsSync(file))).toEqual([false, true, true]);
});
