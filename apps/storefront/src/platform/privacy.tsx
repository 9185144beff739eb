import { Button } from '@tarojs/components';
import Taro from '@tarojs/taro';
import type { PrivacyPort, PrivacyQuestion } from './privacy.types';

const watchers = new Set<(question: PrivacyQuestion) => void>();
let listening = false;

/** WeChat keeps one listener alone. */
function listen(): void {
  if (listening) return;
  listening = true;
  Taro.onNeedPrivacyAuthorization?.((answer) => {
    const question: PrivacyQuestion = {
      agreed: (buttonId) => answer({ event: 'agree', buttonId }),
      refused: () => answer({ event: 'disagree' }),
    };
    for (const tell of watchers) tell(question);
  });
}
export function watchPrivacy(tell: (question: PrivacyQuestion) => void): () => void {
  listen();
  watchers.add(tell);
  return () => void watchers.delete(tell);
}
export const openPrivacyGuide = (): void => void Taro.openPrivacyContract?.();

export const AgreeButton: PrivacyPort['AgreeButton'] = ({ id, className, text, onAgree }) => (
  <Button id={id} className={className} openType="agreePrivacyAuthorization" onAgreePrivacyAuthorization={onAgree}>
    {text}
  </Button>
);
({ watchPrivacy, openPrivacyGuide, AgreeButton }) satisfies PrivacyPort;
