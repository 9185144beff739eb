import { defineConfig } from 'vitest/config';

/** Tests without a database or a socket: the inner loop. */
const unit = {
  include: [
    'apps/server/src/**/*.rules.test.ts',
    'apps/server/src/kernel/**/*.test.ts',
    'apps/server/src/platform/slots.test.ts',
    'apps/server/src/platform/config.test.ts',
    'packages/{api-client,demo,wechat}/src/**/*.test.ts',
    'tools/**/*.test.ts',
    'apps/{console,storefront}/src/**/*.test.{ts,tsx}',
  ],
};

export default defineConfig({
  test: {
    // What was translated once is kept in node_modules/.cache until its file changes.
    experimental: { fsModuleCache: true, fsModuleCachePath: 'node_modules/.cache/vitest-modules' },
    projects: [
      { test: { name: 'unit', ...unit, environment: 'node', pool: 'threads', isolate: false } },
      {
        test: {
          name: 'protocol',
          include: ['packages/{sandbox,embedded}/src/**/*.test.ts'],
          globalSetup: ['tools/test-folder.ts'],
          setupFiles: ['tools/test-patience.ts'],
          environment: 'node',
          maxWorkers: 2,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'module',
          include: ['apps/server/src/**/*.test.ts'],
          exclude: [...unit.include, '**/node_modules/**'],
          globalSetup: ['apps/server/src/test/global-setup.ts'],
          setupFiles: ['tools/test-patience.ts', 'apps/server/src/test/each-file.ts'],
          // Each file has a database and an application of its own; the program's modules are loaded once a worker, not once a file.
          isolate: false,
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/demo-folder.ts'],
          maxWorkers: 1,
          // A browser has races of its own; the summary names what needed this, so that it is looked into.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
