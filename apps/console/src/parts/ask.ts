import type { Modal, message as messages } from 'antd';
import type { ReactNode } from 'react';

interface Feedback {
  modal: ReturnType<typeof Modal.useModal>[0];
  message: ReturnType<typeof messages.useMessage>[0];
}
let feedback: Feedback | null = null;
let want: (() => void) | null = null;
const waiting: Array<(feedback: Feedback) => void> = [];

/** Called once by the page's frame: `load` puts dialogs and messages into the page when the first of them is wanted. */
export function onFeedbackWanted(load: () => void): void {
  want = load;
}
/** Called by what `load` has put there. */
export function bindFeedback(given: Feedback): void {
  feedback = given;
  for (const use of waiting.splice(0)) use(given);
}
/** Uses dialogs or messages as soon as they are there; without a frame, as in a test of a part, nothing is said. */
function withFeedback(use: (feedback: Feedback) => void): void {
  if (feedback) use(feedback);
  else if (want) {
    waiting.push(use);
    want();
  }
}

export interface Question {
  title: string;
  /** What will happen, in full sentences. */
  text: ReactNode;
  okText: string;
  /** Red button: the action cannot simply be taken back. */
  danger?: boolean;
}

/** Asks once before something happens; false when closed in any other way than by the button. */
export function ask({ title, text, okText, danger = false }: Question): Promise<boolean> {
  if (!feedback && !want) return Promise.resolve(false);
  return new Promise((resolve) =>
    withFeedback(({ modal }) =>
      modal.confirm({
        title,
        content: text,
        okText,
        cancelText: '取消',
        okButtonProps: { danger, id: 'ask-ok' },
        autoFocusButton: danger ? 'cancel' : 'ok',
        centered: true,
        maskClosable: true,
        onOk: () => resolve(true),
        onCancel: () => resolve(false),
        afterClose: () => resolve(false),
      }),
    ),
  );
}

/** A short line that something went well. */
export const tell = (text: string): void => withFeedback(({ message }) => message.success(text));
/** A short line that something failed; for failures without a place of their own. */
export const tellProblem = (problem: unknown): void =>
  withFeedback(({ message }) => message.error(problem instanceof Error ? problem.message : '操作失败，请稍后重试'));
