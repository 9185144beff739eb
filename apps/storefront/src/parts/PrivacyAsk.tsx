import { useEffect, useState } from 'react';
import { useShown } from '../data/useShown';
import { Modal, View } from '../platform/elements';
import { AgreeButton, openPrivacyGuide, watchPrivacy } from '../platform/privacy';
import type { PrivacyQuestion } from '../platform/privacy.types';
import './Overlays.scss';

const AGREE = 'privacy-agree';

/** Asks on the page that is shown whether the shopper agrees to the privacy guide, when WeChat holds a call back for it. */
export function PrivacyAsk() {
  const shown = useShown();
  const [question, setQuestion] = useState<PrivacyQuestion | null>(null);
  useEffect(() => {
    if (shown) return watchPrivacy(setQuestion);
  }, [shown]);
  if (!question) return null;
  const answer = (tell: () => void) => {
    setQuestion(null);
    tell();
  };
  const refuse = () => answer(question.refused);
  return (
    <Modal label="隐私保护指引" className="ask" place="middle" alert onClose={refuse}>
      <View className="ask__title" level={2}>
        请先阅读隐私保护指引
      </View>
      <View className="ask__text">
        这一步需要微信提供您的信息。同意后继续；不同意也可以浏览和手动填写。
        <View id="privacy-guide" className="ask__link" onTap={openPrivacyGuide}>
          查看《用户隐私保护指引》
        </View>
      </View>
      <View className="ask__buttons">
        <View id="privacy-refuse" className="ask__no" onTap={refuse}>
          不同意
        </View>
        <AgreeButton
          id={AGREE}
          className="ask__yes ask__wechat"
          text="同意并继续"
          onAgree={() => answer(() => question.agreed(AGREE))}
        />
      </View>
    </Modal>
  );
}
