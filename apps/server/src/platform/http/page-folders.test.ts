import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DAY } from '../../kernel/clock.ts';
import { PageFolders, versionOf } from './page-folders.ts';

const temporary = (): string => {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-pages-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
/** A built front end whose one script is named by its version. */
function built(version: string) {
  const root = temporary();
  mkdirSync(path.join(root, 'assets'));
  writeFileSync(path.join(root, 'index.html'), version);
  writeFileSync(path.join(root, `assets/main-${version}.js`), version);
  return { name: 'console' as const, root };
}

test('scripts of a version that was served before are found after an upgrade; its page is not kept', () => {
  const data = temporary();
  new PageFolders(data).keep([built('aaaaaaaa')]);
  const folders = new PageFolders(data);
  folders.keep([built('bbbbbbbb')]);
  for (const version of ['aaaaaaaa', 'bbbbbbbb']) {
    const root = folders.rootOf('console', `assets/main-${version}.js`);
    expect(root && existsSync(path.join(root, `assets/main-${version}.js`))).toBe(true);
    expect(root && existsSync(path.join(root, 'index.html'))).toBe(false);
  }
  expect(folders.rootOf('shop', 'assets/main-aaaaaaaa.js')).toBeNull();
  expect(folders.rootOf('console', 'assets/main-cccccccc.js')).toBeNull();
  expect(folders.rootOf('console', '../../../secret-aaaaaaaa.js')).toBeNull();
});

test('the newest three stay however old they are, others for two weeks', () => {
  const data = temporary();
  const folders = new PageFolders(data);
  const builds = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee', 'ffffffff'].map(built);
  const ages = [40, 19, 18, 17, 16];
  for (const [i, days] of ages.entries()) {
    const build = builds[i];
    if (!build) continue;
    folders.keep([build]);
    const at = new Date(Date.now() - days * DAY);
    utimesSync(path.join(data, 'pages', versionOf([build])), at, at);
  }
  folders.keep(builds.slice(-1));
  const kept = builds.slice(-3).map((build) => versionOf([build]));
  expect(readdirSync(path.join(data, 'pages')).sort()).toEqual(kept.sort());
});
