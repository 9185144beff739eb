import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Nullable, Time } from '../../../kernel/schema.ts';

const StuckJobId = Type.String({
  pattern: '^(job:[0-9]{1,18}|row:[0-9a-f-]{36})$',
  description: 'A job of the queue, or a row of the outbox that the queue refused',
});
export const listStuckJobs = operation({
  method: 'GET',
  url: '/admin/stuck-jobs',
  operationId: 'listStuckJobs',
  tag: 'system',
  summary: 'Background work of this shop that failed to its last try, the latest first',
  audience: 'settings:read',
  reply: {
    status: 200,
    schema: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Type.String(),
          task: Type.String({ description: 'Kind of job, or event>listener' }),
          at: Time,
          stuckSince: Time,
          attempts: Type.Integer(),
          failure: Type.String({ description: 'What went wrong the last time, for a technician' }),
        }),
      ),
    }),
  },
});
export const retryStuckJob = operation({
  method: 'POST',
  url: '/admin/stuck-jobs/:id/retry',
  operationId: 'retryStuckJob',
  tag: 'system',
  summary: 'Tries a stuck job again, with all its tries',
  audience: 'settings:write',
  params: Type.Object({ id: StuckJobId }),
  reply: { status: 204, schema: null },
});
export const getSystem = operation({
  method: 'GET',
  url: '/admin/system',
  operationId: 'getSystem',
  tag: 'system',
  summary: 'Which version runs, and how fresh the last backup is',
  audience: 'settings:read',
  reply: {
    status: 200,
    schema: Type.Object({
      version: Type.String(),
      backup: Type.Object({
        state: Choice(['none', 'old', 'failed', 'fresh'], 'Old: more than 36 hours; failed: the latest try'),
        lastAt: Nullable(Time),
        bytes: Nullable(Type.Integer()),
        failure: Nullable(Type.String({ description: 'Why the latest try failed, for a technician' })),
      }),
    }),
  },
});
