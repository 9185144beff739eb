export { coalesce, singleFlight } from './coalesce.ts';
export { Database, type Db, inTurn, RunAgain, runAgain, type Tx } from './database.ts';
export { migrate, type Roles } from './migrate.ts';
