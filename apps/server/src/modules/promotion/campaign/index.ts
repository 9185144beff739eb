export { campaign } from './campaign.routes.ts';
