import './toast.scss';
import type { Question } from './toast.types';

let shown: HTMLElement | undefined;

/** A short message over the page for about two seconds. */
export function toast(text: string): void {
  shown?.remove();
  const box = document.createElement('div');
  box.className = 'toast';
  box.setAttribute('role', 'status');
  box.textContent = text;
  document.body.append(box);
  shown = box;
  setTimeout(() => box.remove(), Math.max(2000, text.length * 120));
}

/** Asks once before something that matters; true when confirmed. */
export function confirmAsk({ title, text, confirmText = '确定', danger = false }: Question): Promise<boolean> {
  return new Promise((answer) => {
    const dialog = document.createElement('dialog');
    dialog.className = 'ask';
    const add = (tag: string, className: string, content: string) => {
      const element = document.createElement(tag);
      element.className = className;
      element.textContent = content;
      return element;
    };
    const close = (value: boolean) => {
      dialog.remove();
      answer(value);
    };
    const no = add('button', 'ask__no tap', '再想想');
    const yes = add('button', `ask__yes tap ${danger ? 'ask__yes--danger' : ''}`, confirmText);
    yes.id = 'ask-yes';
    no.onclick = () => close(false);
    yes.onclick = () => close(true);
    dialog.oncancel = () => close(false);
    const buttons = add('div', 'ask__buttons', '');
    buttons.append(no, yes);
    dialog.append(add('div', 'ask__title', title), ...(text ? [add('div', 'ask__text', text)] : []), buttons);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Puts a text on the clipboard and says so. */
export function copy(text: string): void {
  navigator.clipboard?.writeText(text).then(
    () => toast('已复制'),
    () => toast('复制失败，请长按选择'),
  ) ?? toast('复制失败，请长按选择');
}
