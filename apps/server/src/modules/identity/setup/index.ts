export { setup } from './setup.routes.ts';
export { LINK_HOURS, newSetupLink } from './setup.service.ts';
