export { keepUses } from './library.store.ts';
export { Picture } from './media.api.ts';
export { media } from './media.routes.ts';
export { hasPictures, notePicture } from './media.service.ts';
