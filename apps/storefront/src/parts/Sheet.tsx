import type { ReactNode } from 'react';
import { Text, View } from './dom';
import { Icon } from './Icon';
import './Sheet.scss';

interface SheetProps {
  open: boolean;
  title?: string;
  onClose: () => void;
  children: ReactNode;
  /** Stays below the scrolling content. */
  footer?: ReactNode;
}
/** A sheet that comes up from below; a tap beside it closes it. */
export function Sheet({ open, title, onClose, children, footer }: SheetProps) {
  if (!open) return null;
  return (
    <View className="sheet">
      <View className="sheet__shade" onTap={onClose} label="关闭" />
      <View className="sheet__panel" role="dialog" label={title}>
        <View className="sheet__head">
          <Text className="sheet__title">{title ?? ''}</Text>
          <View className="sheet__close" onTap={onClose} label="关闭">
            <Icon name="close" size={18} />
          </View>
        </View>
        <View className="sheet__body">{children}</View>
        {footer && <View className="sheet__foot">{footer}</View>}
      </View>
    </View>
  );
}
