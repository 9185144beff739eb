export const UNUSED_PARTS: readonly string[];
export function dropUnusedParts(root?: string): void;
