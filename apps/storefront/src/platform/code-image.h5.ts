import { create } from 'qrcode/lib/core/qrcode';
import type { CodeImage } from './code-image.types';

/** Modules of quiet around the code. Source: ISO/IEC 18004, 4 on each side; scanners manage with two on a white card. */
const QUIET = 2;

/** Dark on white whatever the theme: scanners want it so. */
export const codeImage: CodeImage = (text) => {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const marks = Array.from({ length: size * size }, (_, at) => at)
    .filter((at) => data[at])
    .map((at) => `M${(at % size) + QUIET} ${Math.floor(at / size) + QUIET}h1v1h-1z`);
  const side = size + 2 * QUIET;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${marks.join('')}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};
