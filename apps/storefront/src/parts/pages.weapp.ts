/** A mini program's pages come with it. */
export const loadPage = (_url: string): Promise<boolean> => Promise.resolve(true);
export function loadPagesInAdvance(): void {}
