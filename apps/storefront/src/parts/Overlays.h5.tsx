import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Modal, Text, View } from '../platform/elements';
import { watchOverlay } from './overlay-store.h5';
import type { Question } from './toast.types';
import './Overlays.scss';

/** Gives messages and questions of every page their place: beside the router, which hides what stands among its pages. */
export function startOverlays(): void {
  const place = document.createElement('div');
  document.body.append(place);
  createRoot(place).render(<Overlays />);
}

function Overlays() {
  const [{ toast, asked }, setShown] = useState<Parameters<Parameters<typeof watchOverlay>[0]>[0]>({});
  useEffect(() => watchOverlay(setShown), []);
  return (
    <>
      <View role="status" className="toast-host">
        {toast && <Text className="toast">{toast.text}</Text>}
      </View>
      {asked && <Ask {...asked.question} onAnswer={asked.answer} />}
    </>
  );
}

interface AskProps extends Question {
  onAnswer: (yes: boolean) => void;
}
/** A question in the middle of the screen. */
const Ask = ({ title, text, confirmText = '确定', cancelText = '再想想', danger = false, onAnswer }: AskProps) => (
  <Modal label={title} className="ask" place="middle" alert onClose={() => onAnswer(false)}>
    <View className="ask__title" level={2}>
      {title}
    </View>
    {text && <View className="ask__text">{text}</View>}
    <View className="ask__buttons">
      <View id="ask-no" className="ask__no" onTap={() => onAnswer(false)}>
        {cancelText}
      </View>
      <View id="ask-yes" className={`ask__yes ${danger ? 'ask__yes--danger' : ''}`} onTap={() => onAnswer(true)}>
        {confirmText}
      </View>
    </View>
  </Modal>
);
