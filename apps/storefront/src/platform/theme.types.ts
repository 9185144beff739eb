import type { CSSProperties } from 'react';

/** How the merchant's colour comes onto the screen. */
export interface ThemePort {
  /** Gives the shop this colour ("#rrggbb"); what the page's root has to carry for it, where the platform has no root of all pages. */
  useBrand(colour: string | undefined): CSSProperties | undefined;
}
