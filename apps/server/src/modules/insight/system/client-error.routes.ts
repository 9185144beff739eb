import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { Recent } from '../../../kernel/recent.ts';
import type { Platform } from '../../../platform/platform.ts';
import { reportClientError } from './client-error.api.ts';
import { faultOf, impersonal } from './client-error.rules.ts';

/** A fault is logged again only after this, with how often it came meanwhile: a broken release would fill the disk. */
const LOGGED_EVERY_MS = 10 * MINUTE;
const MOST_FAULTS = 500;

export function clientErrorRoutes({ http, metrics, log }: Platform): void {
  const faults = new Recent<string, { loggedMs: number; since: number }>(MOST_FAULTS);
  http.read(reportClientError, async ({ actor: { tenantId }, body }) => {
    const [message, stack, page] = [impersonal(body.message), impersonal(body.stack), impersonal(body.page)];
    metrics.count(`client_error_${body.app}`);
    const key = faultOf(body.app, message, stack);
    const fault = faults.get(key);
    if (fault && nowMs() - fault.loggedMs < LOGGED_EVERY_MS) {
      fault.since++;
      return undefined;
    }
    faults.set(key, { loggedMs: nowMs(), since: 0 });
    log.warn({ tenantId, app: body.app, page, message, stack, more: fault?.since ?? 0 }, 'a front end failed');
    return undefined;
  });
}
