export { registerFulfilment, shipmentViews } from './fulfilment.routes.ts';
export type { FulfilmentSources } from './fulfilment.service.ts';
