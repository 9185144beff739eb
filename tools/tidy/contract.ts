import type { Violation } from './source.ts';

interface Described {
  operationId?: string;
  security?: Record<string, unknown>[];
  'x-permission'?: string;
}
/** The console's routes that cannot ask for a permission: the first shop, signing in, and what concerns oneself. */
const OPEN = /^\/admin\/(session|me|setup)(\/|$)/;

/** Every route of the console asks for a permission. */
export function permissions(openApi: { paths: Record<string, Record<string, Described>> }): Violation[] {
  return Object.entries(openApi.paths)
    .filter(([url]) => url.startsWith('/admin/') && !OPEN.test(url))
    .flatMap(([url, methods]) =>
      Object.entries(methods)
        .filter(([, op]) => !op['x-permission'])
        .map(([method]) => ({
          rule: 'permissions',
          path: 'packages/api-client/openapi.json',
          line: 1,
          what: `${method.toUpperCase()} ${url} asks for no permission`,
        })),
    );
}
