// Finds a Chromium that runs here and a font with Chinese in it; installs what npm cannot bring.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Whether this program starts and says that it is a browser. */
const runs = (file) => {
  if (!existsSync(file)) return false;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && /Chrom/.test(stdout);
};

/** The Chromium inside the npm package, when this machine has the libraries it needs. */
async function shipped() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { default: chromium } = await import('@sparticuz/chromium');
  const file = await chromium.executablePath();
  return runs(file) ? file : null;
}

function installWithApt() {
  process.stdout.write('installing Chromium with apt-get: the one from npm does not run on this machine\n');
  execFileSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { stdio: 'inherit' });
}

/** Path of a Chromium that runs. Throws with what to do when there is none and none can be installed. */
export async function browserExecutable() {
  const found = (await shipped().catch(() => null)) ?? [...INSTALLED, MAC].find(runs);
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    installWithApt();
    const installed = INSTALLED.find(runs);
    if (installed) return installed;
  }
  throw new Error('no Chromium runs here: install chromium (Debian: apt-get install chromium) and run the tests again');
}

/** Chinese text needs a font: the one that the demo's pictures use is put where fontconfig looks, unless there is one. */
export function chineseFont() {
  if (process.platform !== 'linux') return;
  const known = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  if (known.status === 0 && known.stdout.trim() !== '') return;
  const dir = path.join(os.homedir(), '.fonts');
  const family = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  mkdirSync(dir, { recursive: true });
  for (const weight of ['400Regular', '700Bold'])
    for (const file of readdirSync(path.join(family, weight)).filter((name) => name.endsWith('.ttf')))
      copyFileSync(path.join(family, weight, file), path.join(dir, file));
}
