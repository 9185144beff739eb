import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  'timeout-minutes'?: number;
  strategy?: { matrix: Record<string, unknown[]> };
  steps: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((file) => {
  const text = readFileSync(path.join(FOLDER, file), 'utf8');
  return { file, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ workflow }) => Object.values(workflow.jobs));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** Stages that `npm test` knows, as its table names them. */
const stages = [...readFileSync('tools/test.mjs', 'utf8').matchAll(/^ {2}(\w+): (?:\[|vitest)/gm)].map(
  ([, name]) => name,
);

/** Each command of a job as often as its matrix runs it, with the matrix' words in place. */
const commandsOf = ({ steps, strategy }: Job): string[] =>
  steps.flatMap(({ run }) => {
    if (run === undefined) return [];
    const [, key] = /\$\{\{ matrix\.(\w+) \}\}/.exec(run) ?? [];
    const words = key ? (strategy?.matrix[key] ?? []) : [''];
    return words.map((word) => run.replace(/\$\{\{ matrix\.\w+ \}\}/, String(word)));
  });

test('a workflow calls only what is there: scripts of package.json, stages of npm test, files', () => {
  const commands = jobs.flatMap(commandsOf);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    const [program = '', word = '', ...rest] = command.split(/\s+/);
    if (program === 'npm' && word === 'test') {
      const named = rest.slice(1);
      expect([command, named.length > 0, named.filter((name) => !stages.includes(name))]).toEqual([command, true, []]);
    } else if (program === 'npm' && word === 'run')
      expect([command, rest[0], scripts]).toEqual([
        command,
        rest[0],
        expect.objectContaining({ [rest[0] ?? '']: expect.any(String) }),
      ]);
    else if (program === 'npx')
      expect([command, word, existsSync(rest.at(-1) ?? '')]).toEqual([command, 'vitest', true]);
    else expect([command, program, word]).toEqual([command, 'npm', 'ci']);
  }
});

test('all stages of npm test are run, on the oldest Node that we support and on a newer one', () => {
  const [matrix] = jobs.flatMap(({ strategy }) => (strategy ? [strategy.matrix] : []));
  expect((matrix?.stages ?? []).flatMap((some) => String(some).split(' '))).toEqual(stages);
  expect(stages.length).toBeGreaterThan(8);
  const [oldest] = /\d+/.exec(JSON.parse(readFileSync('package.json', 'utf8')).engines.node) ?? [];
  expect(matrix?.node).toContain(Number(oldest));
  expect(matrix?.node?.length).toBeGreaterThan(1);
});

test('actions of others are pinned to a commit, may only read, get no credentials to keep, and end at some time', () => {
  const used = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.length).toBeGreaterThan(3);
  for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
  for (const { workflow } of workflows) expect(workflow.permissions).toEqual({ contents: 'read' });
  for (const { steps, ...job } of jobs) {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout')))
      expect(step.with?.['persist-credentials']).toBe(false);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/setup-node')))
      expect(step.with?.cache).toBe('npm');
  }
  // A pull request of a stranger runs with its own rights, never with the repository's.
  for (const { workflow } of workflows) expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
});
