/** What is asked before something that matters. */
export interface Question {
  title: string;
  text?: string;
  confirmText?: string;
  danger?: boolean;
}
