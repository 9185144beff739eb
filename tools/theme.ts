// Writes the storefront's style sheet of tokens from theme/tokens.ts; `--check` only says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { styleSheet } from '../apps/storefront/src/theme/style-sheet.ts';

const FILE = 'apps/storefront/src/theme/tokens.scss';
const next = styleSheet();
if (!process.argv.includes('--check')) writeFileSync(FILE, next);
else if (readFileSync(FILE, 'utf8') !== next) {
  console.log(`${FILE} is not what tokens.ts says: npm run theme`);
  process.exitCode = 1;
}
