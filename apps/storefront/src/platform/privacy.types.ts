import type { ReactElement } from 'react';

/** A call that WeChat holds back until the shopper has agreed to the privacy guide. */
export interface PrivacyQuestion {
  /** Said after the tap on the element with this id. */
  agreed(buttonId: string): void;
  refused(): void;
}
export interface PrivacyPort {
  /** Tells every such call, until the answer is called. */
  watchPrivacy(tell: (question: PrivacyQuestion) => void): () => void;
  /** WeChat's own page with the guide. */
  openPrivacyGuide(): void;
  /** WeChat counts only a tap on this button. */
  AgreeButton(props: { id: string; className: string; text: string; onAgree: () => void }): ReactElement;
}
