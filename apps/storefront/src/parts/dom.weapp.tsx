// The elements a page is made of, in a mini program; the browser's are in dom.tsx.
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
import type { BoxProps, ImageProps, InputProps, ScrollProps, SlidesProps } from './dom.types';
import './dom.weapp.scss';
import './Slides.scss';

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

export const Image = ({ src, className, fit = 'cover', alt, eager = false, onFail }: ImageProps) => (
  <WxImage
    // A picture of our own server is named by its path alone.
    src={src.startsWith('/') ? API_BASE + src : src}
    className={className ?? ''}
    mode={fit === 'cover' ? 'aspectFill' : 'aspectFit'}
    lazyLoad={!eager}
    {...(alt ? { ariaLabel: alt } : {})}
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
    placeholderStyle="color:#8a8a8f"
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
    placeholderStyle="color:#8a8a8f"
    maxlength={maxLength ?? 200}
    autoHeight
    onInput={(e) => onInput(e.detail.value)}
    onBlur={() => onLeave?.()}
  />
);

export const Scroll = ({ className, children, direction = 'y', onEnd }: ScrollProps) => (
  <ScrollView
    className={className ?? ''}
    scrollX={direction === 'x'}
    scrollY={direction === 'y'}
    enhanced
    showScrollbar={false}
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
