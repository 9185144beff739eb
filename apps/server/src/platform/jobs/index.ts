export { type Handler, type Job, type Lane, Later, notBefore } from './job.ts';
export { Jobs, type JobsOptions } from './jobs.ts';
export { keepFor } from './retention.ts';
export type { StuckJob } from './stuck.ts';
