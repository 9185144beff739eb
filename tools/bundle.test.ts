import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundleProgram } from './bundle.mjs';

test('an error of a bundled program names the files and lines that people wrote, with the packages inside', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-bundle-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const names = path.resolve('apps/server/src/platform/source-names.ts');
  writeFileSync(
    path.join(dir, 'shelf.ts'),
    'export function fall(): never {\n  throw new RangeError("价格不对");\n}\n',
  );
  writeFileSync(
    path.join(dir, 'main.ts'),
    `import Ajv from '${path.resolve('node_modules/ajv/dist/ajv.js')}';
import { nameSources } from '${names}';
import { fall } from './shelf.ts';
nameSources(import.meta.url);
const say = (work: () => void) => {
  try {
    work();
  } catch (error) {
    console.log((error as Error).stack);
  }
};
say(fall);
say(() => new Ajv.default().compile({ type: 'nothing' }));
`,
  );
  const out = path.join(dir, 'out', 'main.js');
  await bundleProgram(path.join(dir, 'main.ts'), out);
  writeFileSync(path.join(dir, 'out', 'package.json'), '{"type":"module"}');
  const said = execFileSync(process.execPath, [out], { cwd: dir, encoding: 'utf8' });
  expect(said).toContain(
    'RangeError: 价格不对\n    at fall (shelf.ts:2:9)\n    at say (main.ts:7:5)\n    at main.ts:12:1',
  );
  expect(said).toMatch(
    /Error: schema is invalid.*\n {4}at Ajv\w*\.validateSchema \(.*node_modules\/ajv\/lib\/core\.ts:\d+:\d+\)/,
  );
});
