import { Modal, message } from 'antd';
import { useEffect } from 'react';
import { bindFeedback } from '../parts/ask.ts';

/** Lends the themed dialog and message to code outside components. antd's `App` would bring its notifications too. */
export function Feedback() {
  const [modal, modalPlace] = Modal.useModal();
  const [messages, messagePlace] = message.useMessage();
  useEffect(() => bindFeedback({ modal, message: messages }), [modal, messages]);
  return (
    <>
      {modalPlace}
      {messagePlace}
    </>
  );
}
