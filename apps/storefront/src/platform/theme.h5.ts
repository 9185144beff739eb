import { useLayoutEffect } from 'react';
import { themeVariables } from '../theme/tokens';
import type { ThemePort } from './theme.types';

let painted: string | undefined;
/** At the root, so that what lies over the pages has the shop's colour too. */
function paint(colour: string): void {
  if (colour === painted) return;
  painted = colour;
  for (const [name, value] of Object.entries(themeVariables(colour)))
    document.documentElement.style.setProperty(name, value);
}

export function useBrand(colour: string | undefined): undefined {
  useLayoutEffect(() => {
    if (colour) paint(colour);
  }, [colour]);
}
({ useBrand }) satisfies ThemePort;
