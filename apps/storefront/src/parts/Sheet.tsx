import type { ReactNode } from 'react';
import { Modal, Text, View } from '../platform/elements';
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
/** A sheet that comes up from below; a tap beside it, Esc and the way back close it. Focus stays in it meanwhile. */
export function Sheet({ open, title = '', onClose, children, footer }: SheetProps) {
  if (!open) return null;
  return (
    <Modal label={title} className="sheet" onClose={onClose}>
      <View className="sheet__head">
        <Text className="sheet__title" level={2}>
          {title}
        </Text>
        <View className="sheet__close" onTap={onClose} label="关闭">
          <Icon name="close" size={18} />
        </View>
      </View>
      <View className="sheet__body">{children}</View>
      {footer && <View className="sheet__foot">{footer}</View>}
    </Modal>
  );
}
