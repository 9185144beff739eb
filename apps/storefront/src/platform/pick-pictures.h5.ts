import type { PickPictures } from './pick-pictures.types';

export const pickPictures: PickPictures = (most) =>
  new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/*';
    input.multiple = most > 1;
    input.addEventListener('cancel', () => done([]));
    input.addEventListener('change', () =>
      done(
        [...(input.files ?? [])].slice(0, most).map((file) => {
          const form = new FormData();
          form.append('file', file);
          return { form };
        }),
      ),
    );
    input.click();
  });
