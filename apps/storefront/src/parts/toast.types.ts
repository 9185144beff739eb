/** What is asked before something that matters. */
export interface Question {
  title: string;
  text?: string;
  confirmText?: string;
  /** What the way out says. */
  cancelText?: string;
  danger?: boolean;
}
