import { buildApp, closeApp } from '../app.ts';
import { readConfig } from '../platform/config.ts';

/**
 * A server with its worker, over a database and a data folder that a test made, to be killed by it. Says `ready` when it listens.
 * Run: node tools/run.mjs <this file> <port> <data folder> <url as app> <url as worker>, with JISHI_SECRET set.
 */
const [port = '', dataDir = '', app = '', worker = ''] = process.argv.slice(2);
const config = readConfig(['--port', port, '--data', dataDir], process.env);
const platform = await buildApp(config, { app, worker });
process.once('SIGTERM', () => void closeApp(platform).then(() => process.exit(0)));
await platform.http.server.listen({ port: config.port, host: '127.0.0.1' });
await platform.jobs.start();
process.stdout.write('ready\n');
