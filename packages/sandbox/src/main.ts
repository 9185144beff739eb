import path from 'node:path';
import { parseArgs } from 'node:util';
import { AlreadyClaimed } from '@jishi/embedded';
import { createSandbox } from './sandbox.ts';

const USAGE = `usage: npm run sandbox -- --port N --dir DIR [--host HOST] [--public-url URL] [--callback-time-scale X]
  --port                 where to listen; 0 takes a free port (default 8787)
  --dir                  keys (merchant.json) and journal live here (default .jishi/sandbox)
  --callback-time-scale  1 is WeChat's own pace of repeated call-backs, 0.01 a hundred times faster (default 1)`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    dir: { type: 'string', default: '.jishi/sandbox' },
    host: { type: 'string' },
    'public-url': { type: 'string' },
    'callback-time-scale': { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const port = Number(values.port);
const callbackTimeScale = Number(values['callback-time-scale']);
const isUsable = Number.isInteger(port) && port >= 0 && port < 65_536 && callbackTimeScale > 0;
if (values.help || !isUsable) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

const sandbox = await createSandbox({
  port,
  dir: path.resolve(values.dir),
  host: values.host,
  publicUrl: values['public-url'],
  callbackTimeScale,
  log: console.log,
}).catch((error: unknown) => {
  const inUse =
    error instanceof AlreadyClaimed && `文件夹 ${values.dir} 正由进程 ${error.holder.pid} 使用，请换一个文件夹`;
  console.error(`微信沙箱无法启动：${inUse || (error instanceof Error ? error.message : error)}`);
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
console.log(`微信沙箱已启动：${sandbox.overviewUrl}`);
console.log(`接口地址：${sandbox.baseUrl}，控制密钥：${path.join(values.dir, 'control-key')}`);
console.log(`商户资料：${path.join(values.dir, 'merchant.json')}`);
