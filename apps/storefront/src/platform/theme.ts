import { type CSSProperties, useEffect } from 'react';
import { themeVariables } from '../theme/tokens';
import type { ThemePort } from './theme.types';
import { paintBars } from './wechat-bars';

let style: { of: string; css: CSSProperties } | undefined;

export function useBrand(colour: string | undefined): CSSProperties | undefined {
  useEffect(() => {
    if (colour) paintBars(colour);
  }, [colour]);
  if (!colour) return undefined;
  if (style?.of !== colour) style = { of: colour, css: themeVariables(colour) as CSSProperties };
  return style.css;
}
({ useBrand }) satisfies ThemePort;
