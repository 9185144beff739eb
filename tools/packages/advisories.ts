import { spawnSync } from 'node:child_process';

type Severity = 'info' | 'low' | 'moderate' | 'high' | 'critical';
interface Vulnerability {
  name: string;
  severity: Severity;
  range: string;
  via: (string | { title: string; url: string })[];
}
interface Report {
  vulnerabilities?: Record<string, Vulnerability>;
  message?: string;
}

/** Advisories as lines, the worst first; or why the registry told none. */
export type Advisories = { lines: string[] } | { silent: string };

const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'moderate', 'low', 'info'];

/** What `npm audit --json` printed, read. Of a package that is only reached through another one the other one is named. */
export function readAdvisories(printed: string): Advisories {
  let report: Report;
  try {
    report = JSON.parse(printed) as Report;
  } catch {
    return { silent: 'npm printed no report' };
  }
  if (!report.vulnerabilities) return { silent: report.message ?? 'the registry sent no report' };
  const found = Object.values(report.vulnerabilities);
  found.sort((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity));
  return {
    lines: found.map(({ name, severity, range, via }) => {
      const why = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} ${one.url}`));
      return `${severity}: ${name} ${range}: ${[...new Set(why)].join('; ')}`;
    }),
  };
}

/** Asks the registry of npm's own settings about every version of the lockfile. */
export function askAdvisories(): Advisories {
  const asked = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  return asked.error ? { silent: asked.error.message } : readAdvisories(asked.stdout);
}
