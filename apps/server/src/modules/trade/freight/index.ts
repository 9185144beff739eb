export { freight } from './freight.routes.ts';
export { createTemplate, deleteTemplate, sendGoodsBy } from './freight.service.ts';
