export { AlreadyClaimed, type Claim, claim } from './claim.ts';
export { type EmbeddedPostgres, type PostgresOptions, startPostgres } from './postgres.ts';
