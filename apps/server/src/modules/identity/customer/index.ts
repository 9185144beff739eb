export { createAddressBook, createCustomerNames, registerCustomer } from './customer.routes.ts';
export { openidOf } from './customer.store.ts';
