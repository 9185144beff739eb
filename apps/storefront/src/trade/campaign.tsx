export { CampaignPage as default } from '../modules/promotion/campaign/CampaignPage';
