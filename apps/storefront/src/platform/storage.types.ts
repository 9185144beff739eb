/** Small things kept on this device. A full or forbidden storage keeps nothing and breaks nothing. */
export interface Storage {
  keep(key: string, value: unknown): void;
  /** What was kept, undefined when nothing (readable) was. */
  kept<T>(key: string): T | undefined;
  /** Takes away what was kept under these names. */
  forget(keys: readonly string[]): void;
}
