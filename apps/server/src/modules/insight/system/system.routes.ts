import { nowMs, SECOND } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import { cutToCodePoints } from '../../../kernel/text.ts';
import { VERSION } from '../../../kernel/version.ts';
import { backupState } from '../../../platform/backup/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { clientErrorRoutes } from './client-error.routes.ts';
import * as api from './system.api.ts';

export const system: Module = { name: 'insight/system', register };

const SHOWN = 100;
const MAX_FAILURE_LENGTH = 300;

function register(platform: Platform): void {
  const { http, jobs, database, metrics } = platform;
  clientErrorRoutes(platform);
  http.read(api.getSystem, async () => {
    const { lastAt, ...backup } = await backupState(database);
    return { version: VERSION, backup: { ...backup, lastAt: lastAt?.toISOString() ?? null } };
  });
  metrics.gauges(
    'jishi_backup_age_seconds',
    'Time since the last good backup was over',
    'backup',
    async (): Promise<Record<string, number>> => {
      const { lastAt } = await backupState(database);
      return lastAt ? { last: (nowMs() - lastAt.getTime()) / SECOND } : {};
    },
  );
  http.read(api.listStuckJobs, async ({ actor: { tenantId } }) => ({
    items: (await jobs.stuck(tenantId, SHOWN)).map((job) => ({
      id: job.id,
      task: job.task.replace(/^(job|event):/, ''),
      at: job.at.toISOString(),
      stuckSince: job.since.toISOString(),
      attempts: job.attempts,
      failure: cutToCodePoints(job.failure, MAX_FAILURE_LENGTH),
    })),
  }));
  http.steps(api.retryStuckJob, async ({ actor: { tenantId }, params }) => {
    if (!(await jobs.retry(tenantId, params.id))) throw common.NOT_FOUND();
    return undefined;
  });
}
