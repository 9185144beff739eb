export { Jobs } from './jobs.ts';
export { keepFor } from './retention.ts';
