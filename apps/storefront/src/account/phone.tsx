export { PhonePage as default } from '../modules/identity/customer/PhonePage';
