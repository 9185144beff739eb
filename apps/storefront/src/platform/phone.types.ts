import type { ReactElement, ReactNode } from 'react';

export interface PhoneButtonProps {
  id: string;
  className: string;
  /** A code with which the server asks WeChat for the number: good for five minutes, once. */
  onCode: (code: string) => void;
  /** Why there is none; null when the shopper said no. */
  onNone: (why: string | null) => void;
  children: ReactNode;
}
export interface PhonePort {
  /** A button at which WeChat gives the number that it knows; null where the platform has none, and a text message proves the number. */
  PhoneButton: ((props: PhoneButtonProps) => ReactElement) | null;
}
