export { DevicesPage as default } from '../modules/identity/customer/DevicesPage';
