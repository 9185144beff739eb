import type { Preview } from './preview.types';

/** A mini program stands in no frame. */
export const preview: Preview = { active: false, onAnswer() {} };
