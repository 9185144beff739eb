/** Attributes that every element has, whatever it is. */
export const COMMON = ['id', 'class', 'style', 'data-sid', 'bindtap'];

/**
 * What the mini program's elements use besides (src/platform). A property that is given to one of them and stands in no row here does
 * nothing; `src/platform/used-attributes.test.ts` says which is missing.
 */
export const USED: Readonly<Record<string, readonly string[]>> = {
  view: ['catchtouchmove'],
  text: [],
  image: ['src', 'mode', 'lazy-load', 'webp', 'bindload', 'binderror'],
  input: [
    'value',
    'type',
    'placeholder',
    'placeholder-style',
    'disabled',
    'maxlength',
    'focus',
    'confirm-type',
    'bindinput',
    'bindfocus',
    'bindblur',
    'bindconfirm',
  ],
  textarea: [
    'value',
    'placeholder',
    'placeholder-style',
    'maxlength',
    'focus',
    'auto-height',
    'bindinput',
    'bindfocus',
    'bindblur',
  ],
  'scroll-view': [
    'scroll-x',
    'scroll-y',
    'scroll-into-view',
    'lower-threshold',
    'enhanced',
    'show-scrollbar',
    'bindscrolltolower',
  ],
  swiper: ['autoplay', 'interval', 'circular', 'bindchange'],
  'swiper-item': [],
  button: ['open-type', 'bindgetphonenumber', 'bindagreeprivacyauthorization'],
  'page-container': ['show', 'duration', 'overlay', 'custom-style', 'bindafterleave'],
};
