/** A mini program shows messages and questions itself (toast.ts). */
export const startOverlays = (): void => {};
