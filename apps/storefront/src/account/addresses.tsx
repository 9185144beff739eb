export { AddressesPage as default } from '../modules/identity/customer/AddressesPage';
