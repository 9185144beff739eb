import { type ComponentProps, lazy, Suspense } from 'react';
import type { MediaPicker as Picker } from './MediaPicker.tsx';

const Loaded = lazy(async () => ({ default: (await import('./MediaPicker.tsx')).MediaPicker }));

/** The library in a dialog, loaded when it is first opened. */
export const MediaPicker = (props: ComponentProps<typeof Picker>) => (
  <Suspense fallback={null}>
    <Loaded {...props} />
  </Suspense>
);
