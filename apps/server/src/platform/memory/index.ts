export { memoryOf } from './memory.ts';
