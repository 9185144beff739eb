export { AddressPage as default } from '../modules/identity/customer/AddressPage';
