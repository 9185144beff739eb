export { plainArray, texts } from './arrays.ts';
export { coalesce, gather } from './coalesce.ts';
export { Database } from './database.ts';
export { type Keyed, type Keyset, keyset, type PageAsk, unguessed } from './keyset.ts';
export { MIGRATIONS, migrate, type Roles, schemaFiles } from './migrate.ts';
export { checkSchema } from './schema-check.ts';
export { type Db, exactly, last, RunAgain, runAgain, type Tx, together } from './transaction.ts';
export { isDiskFull, isUnavailable } from './trouble.ts';
