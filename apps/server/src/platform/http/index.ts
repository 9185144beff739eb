export { type Call, Http, JsonText, readKey } from './http.ts';
export { hashRequest } from './idempotency.ts';
export { openApi } from './openapi.ts';
export { Principals, STAFF_COOKIE, type StaffDirectory, staffToken } from './principals.ts';
export { createServer, isApi, notFound } from './server.ts';
