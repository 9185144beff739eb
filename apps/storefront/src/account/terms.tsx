export { TermsPage as default } from '../modules/identity/tenant/TermsPage';
