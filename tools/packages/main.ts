// `npm run audit:packages`: licences of all packages, and what the registry knows against them. `-- --licences` asks nobody.
import { parseArgs } from 'node:util';
import { askAdvisories } from './advisories.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { packagesOfLockfile } from './installed.ts';
import { licenceFindings } from './licences.rules.ts';

const { values } = parseArgs({ options: { licences: { type: 'boolean', default: false } } });
const print = (line: string) => process.stdout.write(`${line}\n`);

const packages = packagesOfLockfile('.');
const findings = licenceFindings(packages, EXCEPTIONS);
for (const finding of findings) print(`licence: ${finding}`);
print(`licences: ${packages.length} packages read, ${EXCEPTIONS.length} exceptions, ${findings.length} findings`);
if (findings.length > 0) process.exitCode = 1;

if (!values.licences) {
  const advisories = askAdvisories();
  if ('silent' in advisories) {
    // Not a finding, and no clean bill either: whoever reads this must not take it for one.
    print(`advisories: not known, the registry did not say: ${advisories.silent}`);
  } else {
    for (const line of advisories.lines) print(`advisory: ${line}`);
    print(`advisories: ${advisories.lines.length}`);
    if (advisories.lines.length > 0) process.exitCode = 1;
  }
}
