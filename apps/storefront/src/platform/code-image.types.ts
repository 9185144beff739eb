/** A picture of a QR code, as an address for an image; empty where the platform shows none. */
export type CodeImage = (text: string) => string;
