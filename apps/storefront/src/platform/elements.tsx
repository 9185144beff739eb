// The elements a page is made of, in a mini program; the browser's are in elements.h5.tsx.
import {
  ScrollView,
  Swiper,
  SwiperItem,
  Textarea,
  Image as WxImage,
  Input as WxInput,
  Text as WxText,
  View as WxView,
} from '@tarojs/components';
import type {
  BoxProps,
  Elements,
  ImageProps,
  InputProps,
  ModalProps,
  ScrollProps,
  SlidesProps,
} from './elements.types';
import { PageBack } from './page-back';
import { SERVER } from './server';
import './elements.scss';
import './modal.scss';
import './slides.scss';

const boxProps = ({ id, className, style, onTap, label, role, disabled }: BoxProps) => ({
  ...(id ? { id } : {}),
  className: onTap ? `tap ${className ?? ''}` : (className ?? ''),
  ...(style ? { style } : {}),
  ...(label ? { ariaLabel: label } : {}),
  ...(onTap || role ? { ariaRole: role ?? 'button' } : {}),
  ...(onTap ? { onClick: () => !disabled && onTap() } : {}),
});

export const View = (props: BoxProps) => <WxView {...boxProps(props)}>{props.children}</WxView>;
export const Text = (props: BoxProps) => <WxText {...boxProps(props)}>{props.children}</WxText>;

export const Image = ({ src, className, fit = 'cover', alt, eager, onLoad, onFail }: ImageProps) => (
  <WxImage
    // A picture of our own server is named by its path alone.
    src={src.startsWith('/') ? SERVER + src : src}
    className={className ?? ''}
    mode={fit === 'cover' ? 'aspectFill' : 'aspectFit'}
    webp
    lazyLoad={!eager}
    {...(alt ? { ariaLabel: alt } : {})}
    {...(onLoad
      ? { onLoad: ({ detail }) => onLoad({ width: Number(detail.width), height: Number(detail.height) }) }
      : {})}
    {...(onFail ? { onError: onFail } : {})}
  />
);

const KINDS = { text: 'text', number: 'number', phone: 'number', search: 'text' } as const;
export const Input = ({ id, className, value, onInput, onConfirm, onLeave, placeholder, ...more }: InputProps) => (
  <WxInput
    {...(id ? { id } : {})}
    className={className ?? ''}
    value={value}
    placeholder={placeholder ?? ''}
    placeholderStyle="color:var(--muted)"
    type={KINDS[more.kind ?? 'text']}
    confirmType={more.kind === 'search' ? 'search' : 'done'}
    maxlength={more.maxLength ?? 140}
    focus={more.autoFocus ?? false}
    disabled={more.disabled ?? false}
    onInput={(e) => onInput(e.detail.value)}
    onConfirm={() => onConfirm?.()}
    onBlur={() => onLeave?.()}
  />
);
export const TextArea = ({ id, className, value, onInput, onLeave, placeholder, maxLength }: InputProps) => (
  <Textarea
    {...(id ? { id } : {})}
    className={className ?? ''}
    value={value}
    placeholder={placeholder ?? ''}
    placeholderStyle="color:var(--muted)"
    maxlength={maxLength ?? 200}
    autoHeight
    onInput={(e) => onInput(e.detail.value)}
    onBlur={() => onLeave?.()}
  />
);

export const Scroll = ({ className, children, direction = 'y', into, onEnd }: ScrollProps) => (
  <ScrollView
    className={className ?? ''}
    scrollX={direction === 'x'}
    scrollY={direction === 'y'}
    enhanced
    showScrollbar={false}
    {...(into ? { scrollIntoView: into } : {})}
    lowerThreshold={400}
    onScrollToLower={() => onEnd?.()}
  >
    {children}
  </ScrollView>
);

export const Slides = ({ className, children, ratio, everyMs, onChange }: SlidesProps) => (
  <Swiper
    className={`slides ${className ?? ''}`}
    style={{ aspectRatio: 1 / ratio }}
    autoplay={everyMs !== undefined && children.length > 1}
    interval={everyMs ?? 5000}
    circular={children.length > 1}
    onChange={(e) => onChange?.(e.detail.current)}
  >
    {children.map((child, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: slides have no other identity
      <SwiperItem key={index}>{child}</SwiperItem>
    ))}
  </Swiper>
);

/** The page below does not move with the finger; WeChat's way back closes this first. */
export function Modal({ label, className, place = 'bottom', alert = false, onClose, children }: ModalProps) {
  return (
    <>
      <PageBack onBack={onClose} />
      <WxView className={`modal modal--${place}`} catchMove>
        <WxView className="modal__shade" onClick={() => !alert && onClose()} />
        <WxView className={`modal__panel ${className}`} ariaRole="dialog" ariaLabel={label}>
          {children}
        </WxView>
      </WxView>
    </>
  );
}

({ View, Text, Image, Input, TextArea, Scroll, Slides, Modal }) satisfies Elements;
