export { Audit } from './audit.ts';
export { type Call, Http, JsonText, readKey } from './http.ts';
export { hashRequest } from './idempotency.ts';
export { namedSchemas, nameOf, openApi } from './openapi.ts';
export { isPageId, type PageAsked, type PageHead, pageHead } from './page-head.ts';
export { Principals, type ShopperSessions, STAFF_COOKIE, type StaffDirectory } from './principals.ts';
export { createServer } from './server.ts';
export { validatorCompiler } from './validation.ts';
