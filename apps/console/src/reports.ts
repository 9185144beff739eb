import { reportClientError } from '@jishi/api-client/shop';
import { api } from './api.ts';

const MOST = 5;

/** Tells the server what goes wrong in the console: at most five faults a visit, each once. */
export function startReports(): void {
  const told = new Set<string>();
  const tell = (error: unknown, message: string) => {
    if (message.trim() === '' || told.has(message) || told.size >= MOST) return;
    told.add(message);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const body = {
      app: 'console' as const,
      page: window.location.pathname.slice(0, 100),
      message: message.slice(0, 250),
      stack: stack.slice(0, 1900),
    };
    api(reportClientError, { body }).catch(() => {});
  };
  window.addEventListener('error', (event) => tell(event.error, event.message));
  window.addEventListener('unhandledrejection', (event) => tell(event.reason, String(event.reason)));
}
