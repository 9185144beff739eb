/** Terms under which everything may be used and passed on with Jishi, whatever it is used for. */
const ALLOWED: readonly string[] = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'OFL-1.1',
];

/** Packages that may stand here under other terms, each with the reason. `name` may end with `*`. */
export interface Exception {
  name: string;
  /** What the package says of itself, word for word; null where it says nothing. */
  licence: string | null;
  reason: string;
}

export interface Package {
  name: string;
  version: string;
  licence: string | null;
}

/** Whether terms of `allowed` are enough for an SPDX expression: `OR` needs one side, `AND` both. What can't be read is not allowed. */
export function allows(expression: string, allowed: readonly string[]): boolean {
  const words = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const term = (): boolean => {
    const word = words[at++];
    if (word !== '(') return word !== undefined && allowed.includes(word);
    const inside = either();
    return words[at++] === ')' && inside;
  };
  const both = (): boolean => {
    let ok = term();
    while (words[at] === 'AND') {
      at++;
      ok = term() && ok;
    }
    return ok;
  };
  function either(): boolean {
    let ok = both();
    while (words[at] === 'OR') {
      at++;
      ok = both() || ok;
    }
    return ok;
  }
  const ok = either();
  return ok && at === words.length;
}

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** What is wrong: packages that nothing allows, and exceptions that no package needs any more. */
export function licenceFindings(packages: readonly Package[], exceptions: readonly Exception[]): string[] {
  const used = new Set<Exception>();
  const findings: string[] = [];
  for (const { name, version, licence } of packages) {
    if (licence !== null && allows(licence, ALLOWED)) continue;
    const exception = exceptions.find((one) => matches(name, one.name) && one.licence === licence);
    if (exception) used.add(exception);
    else findings.push(`${name} ${version}: ${licence ?? 'says nothing about its licence'}`);
  }
  const idle = exceptions.filter((one) => !used.has(one));
  return [...findings, ...idle.map(({ name, licence }) => `the exception for ${name} (${licence}) is not needed`)];
}
