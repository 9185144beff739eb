import { brandOf, DEFAULT_COLOUR, greysOf, type Mode } from './tokens.ts';

const SIZES = `  --radius-s: 6px;
  --radius: 12px;
  --radius-l: 16px;
  --quick: 180ms;
  --safe-top: env(safe-area-inset-top, 0px);
  --safe-bottom: env(safe-area-inset-bottom, 0px);`;

const variables = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `  --${name}: ${value};`)
    .join('\n');
/** The greys of a mode, and the brand's tokens: the merchant's where they are set, else the default's. */
const colours = (mode: Mode): string =>
  variables({
    ...greysOf(mode),
    ...Object.fromEntries(
      Object.entries(brandOf(DEFAULT_COLOUR, mode)).map(([name, value]) => [name, `var(--${mode}-${name}, ${value})`]),
    ),
  });
const indented = (text: string): string => text.replace(/^/gm, '  ');

/** tokens.scss: colours of both modes, sizes and motion. `.theme` is a part of a page that takes a merchant's colour of its own. */
export const styleSheet = (): string => `// Generated from tokens.ts by \`npm run theme\`: don't edit.
:root,
page {
${SIZES}
}

:root,
page,
.theme {
${colours('light')}
}

@media (prefers-color-scheme: dark) {
  :root,
  page,
  .theme {
${indented(colours('dark'))}
  }
}

.theme--light {
${colours('light')}
}

.theme--dark {
${colours('dark')}
}

@media (prefers-reduced-motion: reduce) {
  :root,
  page {
    --quick: 1ms;
  }
}
`;

/** theme.json: the colours of what WeChat draws itself, of both modes (app.config.ts names them). It knows no variables of ours. */
export const barColours = (): string => {
  const of = (mode: Mode) => {
    const greys = greysOf(mode);
    return {
      barGround: greys.card,
      barText: mode === 'light' ? 'black' : 'white',
      page: greys.page,
      pulled: mode === 'light' ? 'dark' : 'light',
      tab: greys.muted,
      tabOn: brandOf(DEFAULT_COLOUR, mode)['brand-text'],
      edge: mode === 'light' ? 'white' : 'black',
    };
  };
  return `${JSON.stringify({ light: of('light'), dark: of('dark') }, null, 2)}\n`;
};
