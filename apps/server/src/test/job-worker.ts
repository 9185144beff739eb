import { Jobs } from '../platform/jobs/index.ts';
import { jobKind } from '../platform/outbox/index.ts';

/**
 * A worker process for a test to kill or to freeze: it begins jobs of the kind `test.work` and ends none. Says `began N`.
 * Run: node tools/run.mjs <this file> <url as worker>
 */
const [workerUrl = ''] = process.argv.slice(2);
const quiet = () => {};
const jobs = new Jobs({ workerUrl, log: { info: quiet, warn: quiet, error: quiet } });
jobs.on(jobKind<{ n: number }>('test.work'), async ({ data }) => {
  process.stdout.write(`began ${data.n}\n`);
  await new Promise(() => {});
});
await jobs.start();
