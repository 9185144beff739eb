export type { CampaignInput } from './campaign.api.ts';
export { campaign } from './campaign.routes.ts';
export { createCampaign, stopCampaign } from './campaign.service.ts';
