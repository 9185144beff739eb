export { OwnDataPage as default } from '../modules/identity/customer/OwnDataPage';
