import type { Question } from './toast.types';

interface Overlay {
  toast?: { id: number; text: string };
  asked?: { question: Question; answer: (yes: boolean) => void };
}
let shown: Overlay = {};
let lastId = 0;
const watchers = new Set<(overlay: Overlay) => void>();

function show(next: Overlay): void {
  shown = next;
  for (const tell of watchers) tell(next);
}
/** Time in ms to read a message: longer for a longer one. */
export const readingMs = (text: string): number => Math.min(6000, Math.max(1500, text.length * 120));

/** Shows a message in the place of the one before. */
export function showToast(text: string): void {
  lastId += 1;
  const id = lastId;
  show({ ...shown, toast: { id, text } });
  setTimeout(() => {
    if (shown.toast?.id === id) show(without('toast'));
  }, readingMs(text));
}
/** Asks; a question that is still open is answered with no. */
export function ask(question: Question): Promise<boolean> {
  shown.asked?.answer(false);
  return new Promise((done) => {
    const answer = (yes: boolean) => {
      if (shown.asked?.answer === answer) show(without('asked'));
      done(yes);
    };
    show({ ...shown, asked: { question, answer } });
  });
}
const without = (name: keyof Overlay): Overlay => {
  const { [name]: _, ...rest } = shown;
  return rest;
};

/** Tells what is shown now and from now on, until the answer is called. */
export function watchOverlay(tell: (overlay: Overlay) => void): () => void {
  watchers.add(tell);
  tell(shown);
  return () => void watchers.delete(tell);
}
