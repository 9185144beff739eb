export { type Handler, type Job, type Lane, Later, notBefore } from './job.ts';
export { Jobs, type JobsOptions } from './jobs.ts';
