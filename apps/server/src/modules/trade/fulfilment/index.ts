export { fulfilment } from './fulfilment.routes.ts';
