// The elements a page is made of, in a browser: plain HTML, so that the first page carries no component library.
// elements.tsx says the same to a mini program.
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import type {
  BoxProps,
  Elements,
  ImageProps,
  InputProps,
  ModalProps,
  ScrollProps,
  SlidesProps,
} from './elements.types';
import { useModal } from './modal.h5';
import './elements.h5.scss';
import './modal.scss';
import './slides.scss';

const CHECKED = new Set(['checkbox', 'radio', 'switch', 'menuitemcheckbox']);
const SELECTED = new Set(['tab', 'option']);
/** The aria attribute that a role names its state with. */
const stateProps = (role: string | undefined, on: boolean | undefined) =>
  on === undefined
    ? {}
    : { [CHECKED.has(role ?? '') ? 'aria-checked' : SELECTED.has(role ?? '') ? 'aria-selected' : 'aria-pressed']: on };

function tapProps({ onTap, role, disabled, level }: BoxProps) {
  if (!onTap) return level ? { role: 'heading', 'aria-level': level } : { role };
  return {
    role: role ?? 'button',
    tabIndex: disabled ? -1 : 0,
    onClick: () => !disabled && onTap(),
    onKeyDown: (e: KeyboardEvent) => {
      if (disabled || (e.key !== 'Enter' && e.key !== ' ') || e.target !== e.currentTarget) return;
      e.preventDefault();
      onTap();
    },
  };
}
const boxProps = (props: BoxProps) => ({
  id: props.id,
  style: props.style,
  className: props.onTap ? `tap ${props.className ?? ''}` : props.className,
  'aria-label': props.label,
  'aria-hidden': props.hidden || undefined,
  'aria-disabled': props.disabled || undefined,
  ...stateProps(props.role, props.pressed),
  ...tapProps(props),
});
/** A link that the shop follows itself, except where the browser is asked to (another tab, another window). */
const linkProps = ({ id, style, className, label, href, onTap }: BoxProps) => ({
  id,
  style,
  href,
  className: `tap link ${className ?? ''}`,
  'aria-label': label,
  draggable: false,
  // Elsewhere: beside this page, which waits.
  ...(!onTap && /^https?:/.test(href ?? '') ? { target: '_blank', rel: 'noopener' } : {}),
  onClick: (e: MouseEvent) => {
    if (!onTap || e.metaKey || e.ctrlKey || e.shiftKey) return;
    e.preventDefault();
    onTap();
  },
});

export const View = (props: BoxProps) =>
  props.href ? <a {...linkProps(props)}>{props.children}</a> : <div {...boxProps(props)}>{props.children}</div>;
export const Text = (props: BoxProps) => <span {...boxProps(props)}>{props.children}</span>;

export const Image = ({ src, className, fit = 'cover', alt = '', eager, onLoad, onFail }: ImageProps) => (
  <img
    src={src}
    alt={alt}
    className={className}
    style={{ objectFit: fit }}
    loading={eager ? 'eager' : 'lazy'}
    {...{ fetchpriority: eager ? 'high' : undefined }}
    decoding="async"
    onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
      onLoad?.({ width: naturalWidth, height: naturalHeight })
    }
    draggable={false}
    onError={onFail}
  />
);

const MODES = { text: 'text', number: 'numeric', phone: 'tel', search: 'search' } as const;
export const Input = ({
  id,
  className,
  value,
  onInput,
  onConfirm,
  onLeave,
  placeholder,
  label,
  ...more
}: InputProps) => (
  <input
    id={id}
    className={`field ${className ?? ''}`}
    value={value}
    placeholder={placeholder}
    aria-label={label}
    inputMode={MODES[more.kind ?? 'text']}
    enterKeyHint={more.kind === 'search' ? 'search' : undefined}
    maxLength={more.maxLength}
    disabled={more.disabled}
    // biome-ignore lint/a11y/noAutofocus: only the search page asks for it, whose one purpose is this field
    autoFocus={more.autoFocus}
    onChange={(e) => onInput(e.target.value)}
    onBlur={onLeave}
    onKeyDown={(e) => e.key === 'Enter' && !e.nativeEvent.isComposing && onConfirm?.()}
  />
);
export const TextArea = ({ id, className, value, onInput, onLeave, placeholder, label, maxLength }: InputProps) => (
  <textarea
    id={id}
    className={`field ${className ?? ''}`}
    value={value}
    placeholder={placeholder}
    aria-label={label}
    maxLength={maxLength}
    rows={3}
    onChange={(e) => onInput(e.target.value)}
    onBlur={onLeave}
  />
);

export function Scroll({ className, children, direction = 'y', into, onEnd }: ScrollProps) {
  const first = useRef(true);
  useEffect(() => {
    const behavior = first.current ? 'auto' : 'smooth';
    first.current = false;
    if (into) document.getElementById(into)?.scrollIntoView({ inline: 'center', block: 'nearest', behavior });
  }, [into]);
  return (
    <div
      className={className}
      style={direction === 'y' ? { overflowY: 'auto' } : { overflowX: 'auto' }}
      onScroll={({ currentTarget: at }) => at.scrollTop + at.clientHeight > at.scrollHeight - 400 && onEnd?.()}
    >
      {children}
    </div>
  );
}

/** Pictures side by side that snap into place. */
export function Slides({ className, children, ratio, everyMs, onChange, label }: SlidesProps) {
  const track = useRef<HTMLDivElement>(null);
  const shown = useRef(0);
  useEffect(() => {
    if (!everyMs || children.length < 2 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => {
      const at = track.current;
      if (!at || document.hidden) return;
      const next = (shown.current + 1) % children.length;
      at.scrollTo({ left: next * at.clientWidth, behavior: 'smooth' });
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, children.length]);
  return (
    <section
      ref={track}
      className={`slides ${className ?? ''}`}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls by touch must scroll by arrow keys too
      tabIndex={0}
      style={{ aspectRatio: 1 / ratio }}
      onScroll={({ currentTarget: at }) => {
        const index = Math.round(at.scrollLeft / Math.max(1, at.clientWidth));
        if (index === shown.current) return;
        shown.current = index;
        onChange?.(index);
      }}
    >
      {children.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: slides have no other identity
        <div className="slides__one" key={index}>
          {child}
        </div>
      ))}
    </section>
  );
}

/** Takes focus and keys, is closed by Esc and by the browser's way back; the page below does not scroll. */
export function Modal({ label, className, place = 'bottom', alert = false, onClose, children }: ModalProps) {
  const panel = useModal(onClose);
  return (
    <div className={`modal modal--${place}`}>
      <div className="modal__shade" aria-hidden onClick={alert ? undefined : onClose} />
      <div
        ref={panel}
        className={`modal__panel ${className}`}
        {...{ role: alert ? 'alertdialog' : 'dialog', 'aria-modal': true, 'aria-label': label }}
        tabIndex={-1}
      >
        {children}
      </div>
    </div>
  );
}

({ View, Text, Image, Input, TextArea, Scroll, Slides, Modal }) satisfies Elements;
