export { GoodsCard } from './catalog.api.ts';
