export { staff } from './staff.routes.ts';
export { addOwner, hasPassword, resetPassword } from './staff.service.ts';
