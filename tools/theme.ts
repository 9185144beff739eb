// Writes the storefront's style sheet of tokens and the colours of WeChat's bars from theme/tokens.ts; `--check` only says whether they are up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { barColours, styleSheet } from '../apps/storefront/src/theme/style-sheet.ts';

const FILES = {
  'apps/storefront/src/theme/tokens.scss': styleSheet(),
  'apps/storefront/src/theme.json': barColours(),
};
for (const [file, next] of Object.entries(FILES)) {
  if (!process.argv.includes('--check')) writeFileSync(file, next);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== next) {
    console.log(`${file} is not what tokens.ts says: npm run theme`);
    process.exitCode = 1;
  }
}
