import type { CSSProperties, ReactNode } from 'react';

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
  /** State of a button that switches something. */
  pressed?: boolean | undefined;
  disabled?: boolean | undefined;
}
export interface ImageProps {
  src: string;
  className?: string | undefined;
  /** Cuts what does not fit (cover) or shows all (contain). */
  fit?: 'cover' | 'contain';
  /** For screen readers; empty when it only decorates. */
  alt?: string;
  onFail?: (() => void) | undefined;
  /** Fetched at once, not when it comes near the screen. */
  eager?: boolean;
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
