import { reportClientError } from '@jishi/api-client/shop';
import { api } from '../api/client';
import { errors } from '../platform/errors';

/** One visit tells at most so many faults, each once: what is wrong for everybody is told often enough. */
const MOST = 5;

/** Tells the server what goes wrong in the program; that it could not be told is no matter of the shopper's. */
export function startReports(): void {
  const told = new Set<string>();
  errors.watch((message, stack) => {
    if (message.trim() === '' || told.has(message) || told.size >= MOST) return;
    told.add(message);
    const body = {
      app: errors.app,
      page: errors.page().slice(0, 100),
      message: message.slice(0, 250),
      stack: stack.slice(0, 1900),
    };
    api(reportClientError, { body }).catch(() => {});
  });
}
