// `npm run shop|migrate|…`: a command of the server, which is installed and built first if it is not.
import { checkNode, installMissing, run } from './install.mjs';
import { SERVER_ENV, SERVER_OPTIONS } from './node-options.mjs';

checkNode();
try {
  await installMissing();
  const { buildAll } = await import('./build.mjs');
  await buildAll(['server']);
  await run(process.execPath, [...SERVER_OPTIONS, 'apps/server/dist/main.js', ...process.argv.slice(2)], {
    env: { ...SERVER_ENV, ...process.env },
  });
} catch {
  // What went wrong has been said by whoever failed.
  process.exit(1);
}
