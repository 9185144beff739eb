import { startPostgres } from '../postgres.ts';

/** A process to be killed by a test: starts PostgreSQL in the folder it is given, says its port and stays. */
const { port } = await startPostgres({ dir: process.argv[2] ?? '' });
process.stdout.write(`${port}\n`);
setInterval(() => {}, 60_000);
