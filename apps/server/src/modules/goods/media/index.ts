export { keepUses } from './library.store.ts';
export { media } from './media.routes.ts';
export { keepPicture } from './media.service.ts';
