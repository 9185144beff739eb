export { GalleryPage as default } from '../parts/gallery/GalleryPage';
