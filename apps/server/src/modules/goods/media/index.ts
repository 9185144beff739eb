export { keepUses } from './library.store.ts';
export { media } from './media.routes.ts';
export { notePicture } from './media.service.ts';
