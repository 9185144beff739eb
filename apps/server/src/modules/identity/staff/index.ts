export { staff } from './staff.routes.ts';
export { addOwner } from './staff.service.ts';
