export { countGuessers } from './attempt.store.ts';
export { listAudit } from './audit.api.ts';
export { type AuditTargets, auditTargets, namesOf } from './audit.slots.ts';
export { verifyAudit } from './audit.verify.ts';
export { NewPassword } from './staff.api.ts';
export { staff } from './staff.routes.ts';
export { addOwner, hasPassword, resetPassword } from './staff.service.ts';
export { hasSecondFactor } from './totp.store.ts';
