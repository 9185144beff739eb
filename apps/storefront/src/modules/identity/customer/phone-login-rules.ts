/** Only the digits of what was typed, full-width ones too. */
export const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

/** Whether a text can be a mainland number in some dress; the server knows for sure. */
export const isMainland = (text: string): boolean => /^(00)?(86)?1[3-9]\d{9}$/.test(digitsOf(text));
