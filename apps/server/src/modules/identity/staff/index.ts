export { listAudit } from './audit.api.ts';
export { verifyAudit } from './audit.verify.ts';
export { staff } from './staff.routes.ts';
export { addOwner, hasPassword, resetPassword } from './staff.service.ts';
