import type { CodeImage } from './code-image.types';

/** A mini program pays in its own window: there is nothing to scan. */
export const codeImage: CodeImage = () => '';
