export { LoginPage as default } from '../modules/identity/customer/LoginPage';
