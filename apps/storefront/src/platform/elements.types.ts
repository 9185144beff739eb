import type { CSSProperties, ReactElement, ReactNode } from 'react';

/** What a box of the page takes, on every platform. */
export interface BoxProps {
  id?: string | undefined;
  className?: string | undefined;
  style?: CSSProperties | undefined;
  children?: ReactNode;
  /** Makes it a button for taps, keys and screen readers. */
  onTap?: (() => void) | undefined;
  /** For screen readers, where the text is not enough. */
  label?: string | undefined;
  role?: string | undefined;
  /** State of what switches: a checkbox, radio or switch is checked, a tab or option selected, a button pressed. */
  pressed?: boolean | undefined;
  disabled?: boolean | undefined;
  /** A heading of this level, for who reads by headings. */
  level?: 1 | 2 | 3 | undefined;
  /** Where a tap leads: in a browser it is a link, to be opened beside or copied too. */
  href?: string | undefined;
  /** Only decorates: not read out. */
  hidden?: boolean | undefined;
}
export interface ImageProps {
  src: string;
  className?: string | undefined;
  /** Cuts what does not fit (cover) or shows all (contain). */
  fit?: 'cover' | 'contain';
  /** For screen readers; empty when it only decorates. */
  alt?: string;
  /** In sight when the page opens: loaded at once, before others. */
  eager?: boolean | undefined;
  onLoad?: ((size: { width: number; height: number }) => void) | undefined;
  onFail?: (() => void) | undefined;
}
export interface InputProps {
  id?: string | undefined;
  className?: string | undefined;
  value: string;
  onInput: (value: string) => void;
  onConfirm?: (() => void) | undefined;
  onLeave?: (() => void) | undefined;
  placeholder?: string;
  label: string;
  kind?: 'text' | 'number' | 'phone' | 'search';
  maxLength?: number;
  autoFocus?: boolean;
  disabled?: boolean;
}
export interface ScrollProps {
  className?: string | undefined;
  children: ReactNode;
  direction?: 'x' | 'y';
  /** Id of the element that is brought into sight. */
  into?: string;
  /** Called when the end comes near. */
  onEnd?: (() => void) | undefined;
}
export interface SlidesProps {
  className?: string | undefined;
  children: ReactNode[];
  /** Height by width of a slide. */
  ratio: number;
  /** ms between two slides; none when left out. */
  everyMs?: number;
  onChange?: (index: number) => void;
  label: string;
}
/** What lies over the page until it is closed: the rest cannot be used meanwhile. */
export interface ModalProps {
  label: string;
  /** Class of the panel that holds the children. */
  className: string;
  /** In the middle, or at the edge that the panel comes from. */
  place?: 'bottom' | 'middle' | 'full';
  /** A question that must be answered: a tap beside it does not close. */
  alert?: boolean;
  onClose: () => void;
  children: ReactNode;
}
type Element<P> = (props: P) => ReactElement;
/** The elements of a platform. */
export interface Elements {
  View: Element<BoxProps>;
  Text: Element<BoxProps>;
  Image: Element<ImageProps>;
  Input: Element<InputProps>;
  TextArea: Element<InputProps>;
  Scroll: Element<ScrollProps>;
  Slides: Element<SlidesProps>;
  Modal: Element<ModalProps>;
}
