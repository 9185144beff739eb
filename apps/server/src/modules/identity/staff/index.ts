export { staff } from './staff.routes.ts';
export { addOwner, addStaff } from './staff.service.ts';
