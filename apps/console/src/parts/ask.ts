import type { App } from 'antd';
import type { ReactNode } from 'react';

type Feedback = ReturnType<typeof App.useApp>;
let modal: Feedback['modal'] | null = null;
let message: Feedback['message'] | null = null;

/** Called once by the page's frame. */
export function bindFeedback(givenModal: Feedback['modal'], givenMessage: Feedback['message']): void {
  modal = givenModal;
  message = givenMessage;
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
  const dialog = modal;
  if (!dialog) return Promise.resolve(false);
  return new Promise((resolve) => {
    dialog.confirm({
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
    });
  });
}

/** A short line that something went well. */
export const tell = (text: string): void => {
  message?.success(text);
};
/** A short line that something failed; for failures without a place of their own. */
export const tellProblem = (problem: unknown): void => {
  message?.error(problem instanceof Error ? problem.message : '操作失败，请稍后重试');
};
