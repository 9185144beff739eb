import type { Errors } from './errors.types';

const told = (tell: (message: string, stack: string) => void, error: unknown, message: string) =>
  tell(message || String(error), error instanceof Error ? (error.stack ?? '') : '');

export const errors: Errors = {
  app: 'h5',
  watch(tell) {
    window.addEventListener('error', (event) => told(tell, event.error, event.message));
    window.addEventListener('unhandledrejection', (event) => told(tell, event.reason, String(event.reason)));
  },
  page: () => window.location.pathname,
};
