export { MePage as default } from '../modules/identity/customer/MePage';
