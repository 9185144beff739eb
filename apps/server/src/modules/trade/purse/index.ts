export { purse } from './purse.routes.ts';
export { endWelcome, givePoints } from './purse.service.ts';
export { putSettings as putPurseSettings } from './purse.store.ts';
