// `npm run weapp -- preview | upload | ext | domains | privacy`: the mini program on its way to WeChat.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './build.mjs';
import { appJsonTrouble, extJson, serverTrouble } from './weapp.rules.ts';
import { privacyGuide, usedByStorefront } from './weapp-privacy.ts';

const OUT = 'apps/storefront/dist/weapp';
/** WeChat's uploader, which nothing else here needs: it is fetched when it is first used, and never part of the install. */
const CI = { name: 'miniprogram-ci', version: '2.1.42', folder: 'node_modules/.cache/jishi-weapp' };
const HELP = `npm run weapp -- COMMAND

  domains --server URL                what to enter at 小程序后台 → 开发管理 → 服务器域名
  privacy                             the text for 用户隐私保护指引, from what the code uses
  ext     --appid wx… --server URL    ext.json of one merchant of many, beside the built mini program
  preview --appid wx… --server URL --key FILE            a code to scan with WeChat
  upload  --appid wx… --server URL --key FILE [--text …] a new version in 小程序后台 → 版本管理

--key is the upload key of 小程序后台 → 开发管理 → 小程序代码上传; add this machine's address to its list there.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    appid: { type: 'string', default: process.env.WEAPP_APPID ?? '' },
    server: { type: 'string', default: process.env.API_BASE ?? '' },
    key: { type: 'string', default: process.env.WEAPP_KEY ?? '' },
    text: { type: 'string', default: '' },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
function stop(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

function checked(): { appid: string; server: string } {
  const { appid, server } = values;
  if (!/^wx[0-9a-z]{16}$/.test(appid)) stop('--appid is the AppID of the mini program: wx and 16 letters or digits');
  const trouble = serverTrouble(server);
  if (trouble) stop(`--server: ${trouble}`);
  return { appid, server: server.replace(/\/+$/, '') };
}

const COMMANDS: Record<string, () => Promise<void> | void> = {
  domains() {
    const { origin } = new URL(checkedServer());
    for (const kind of ['request', 'uploadFile', 'downloadFile']) say(`${kind} 合法域名    ${origin}`);
    say(`业务域名            ${new URL(origin).hostname}（只有在小程序里打开网页时才需要）`);
  },
  privacy: () => say(privacyGuide(usedByStorefront())),
  async ext() {
    const { appid, server } = checked();
    await build(server);
    writeFileSync(path.join(OUT, 'ext.json'), `${JSON.stringify(extJson(appid, server), null, 2)}\n`);
    say(`${OUT}/ext.json is for ${appid} at ${server}`);
  },
  preview: () => toWechat('preview'),
  upload: () => toWechat('upload'),
};
function checkedServer(): string {
  const trouble = serverTrouble(values.server);
  if (trouble) stop(`--server: ${trouble}`);
  return values.server;
}

async function build(server: string): Promise<void> {
  process.env.API_BASE = server;
  await buildAll(['weapp']);
  const trouble = appJsonTrouble(readFileSync(path.join(OUT, 'app.json'), 'utf8'));
  if (trouble) stop(trouble);
}

async function toWechat(command: 'preview' | 'upload'): Promise<void> {
  const { appid, server } = checked();
  // Before anything is built or fetched: without the key nothing of it would help.
  if (!values.key)
    stop(
      'There is no upload key. Make one in 小程序后台 → 开发管理 → 小程序代码上传, and name its file: --key private.wx….key',
    );
  if (!existsSync(values.key))
    stop(`There is no file ${values.key}: --key names the upload key that WeChat let you download`);
  privacyGuide(usedByStorefront());
  await build(server);
  const ci = await uploader();
  const project = new ci.Project({
    appid,
    type: 'miniProgram',
    projectPath: 'apps/storefront',
    privateKeyPath: values.key,
    ignores: ['node_modules/**/*'],
  });
  const desc = values.text || `集市 ${version}`;
  if (command === 'upload') await ci.upload({ project, version, desc, onProgressUpdate: () => {} });
  else await ci.preview({ project, desc, qrcodeFormat: 'terminal', onProgressUpdate: () => {} });
  say(
    command === 'upload'
      ? `${version} is in 小程序后台 → 版本管理: submit it for review there`
      : 'Scan the code with WeChat',
  );
}

interface Uploader {
  Project: new (options: object) => object;
  upload(options: object): Promise<unknown>;
  preview(options: object): Promise<unknown>;
}
async function uploader(): Promise<Uploader> {
  const { name, version: exact, folder } = CI;
  const installed = path.join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(installed)) {
    say(`fetching ${name} ${exact}, WeChat's uploader (once)`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    const { status } = spawnSync(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${exact}`],
      {
        ...{ cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' },
      },
    );
    if (status !== 0) stop(`${name} could not be fetched: see above, and try again when the registry is reached`);
  }
  return createRequire(path.resolve(folder, 'package.json'))(name) as Uploader;
}

const command = COMMANDS[positionals[0] ?? ''];
if (!command) stop(HELP);
await command();
