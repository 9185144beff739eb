export { makeBackup, restoreBackup } from './backup.ts';
export type { SchemaFile } from './records.ts';
export { backupState, isNightOpen, notedRun } from './runs.ts';
