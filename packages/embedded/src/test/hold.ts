import { createInterface } from 'node:readline';
import { startPostgres } from '../postgres.ts';

/**
 * A process to be killed by a test: starts PostgreSQL in the folder it is given, says `ready PORT ORIGIN` and then what PostgreSQL's
 * keeper has to say, and stays. SIGTERM, or the end of its input, lets it stop in order.
 */
const log = (line: string): void => void process.stdout.write(`${line}\n`);
const server = await startPostgres({ dir: process.argv[2] ?? '', flags: ['fsync=off', 'full_page_writes=off'], log });
const end = () => void server.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
createInterface({ input: process.stdin }).once('close', end);
// Last: who reads it may stop us in the same moment.
log(`ready ${server.port} ${server.origin}`);
