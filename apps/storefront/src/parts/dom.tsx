// The elements a page is made of, in a browser: plain HTML, so that the first page carries no component library.
// dom.weapp.tsx says the same to a mini program.
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { BoxProps, ImageProps, InputProps, ScrollProps, SlidesProps } from './dom.types';
import './dom.scss';
import './Slides.scss';

const tapProps = ({ onTap, role, disabled }: BoxProps) =>
  onTap
    ? {
        role: role ?? 'button',
        tabIndex: disabled ? -1 : 0,
        onClick: () => !disabled && onTap(),
        onKeyDown: (e: KeyboardEvent) => {
          if (disabled || (e.key !== 'Enter' && e.key !== ' ') || e.target !== e.currentTarget) return;
          e.preventDefault();
          onTap();
        },
      }
    : { role };
const boxProps = (props: BoxProps) => ({
  id: props.id,
  style: props.style,
  className: props.onTap ? `tap ${props.className ?? ''}` : props.className,
  'aria-label': props.label,
  'aria-pressed': props.pressed,
  'aria-disabled': props.disabled || undefined,
  ...tapProps(props),
});

export const View = (props: BoxProps) => <div {...boxProps(props)}>{props.children}</div>;
export const Text = (props: BoxProps) => <span {...boxProps(props)}>{props.children}</span>;

export const Image = ({ src, className, fit = 'cover', alt = '', eager = false, onFail }: ImageProps) => (
  <img
    src={src}
    alt={alt}
    className={className}
    style={{ objectFit: fit }}
    loading={eager ? 'eager' : 'lazy'}
    decoding="async"
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

export const Scroll = ({ className, children, direction = 'y', onEnd }: ScrollProps) => (
  <div
    className={className}
    style={direction === 'y' ? { overflowY: 'auto' } : { overflowX: 'auto' }}
    onScroll={({ currentTarget: at }) => at.scrollTop + at.clientHeight > at.scrollHeight - 400 && onEnd?.()}
  >
    {children}
  </div>
);

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
