export { clientTypes } from './client-types.ts';
export { type Call, Http, JsonText, readKey } from './http.ts';
export { hashRequest } from './idempotency.ts';
export { openApi } from './openapi.ts';
export { Principals, type StaffDirectory } from './principals.ts';
export { createServer, isApi, notFound } from './server.ts';
