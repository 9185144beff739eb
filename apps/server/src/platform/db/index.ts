export { coalesce, singleFlight } from './coalesce.ts';
export { Database, type Db, type Tx } from './database.ts';
export { migrate, type Roles } from './migrate.ts';
