export { AlreadyClaimed, type Claim, claim, withClaim } from './claim.ts';
export { type EmbeddedPostgres, type PostgresOptions, startPostgres } from './postgres.ts';
