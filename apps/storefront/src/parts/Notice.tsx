import { Text, View } from '../platform/elements';
import { Icon, type IconName } from './Icon';
import './Notice.scss';

interface NoticeProps {
  text: string;
  icon?: IconName;
  tone?: 'brand' | 'warn';
  /** Leads to more. Without it the text wraps instead of being cut. */
  onTap?: () => void;
}
/** A line that everybody on the page should know. */
export const Notice = ({ text, icon = 'bell', tone = 'brand', onTap }: NoticeProps) => (
  <View className={`notice notice--${tone}`} onTap={onTap}>
    <Icon name={icon} size={16} />
    <Text className={`notice__text ${onTap ? 'one-line' : ''}`}>{text}</Text>
    {onTap && <Icon name="next" size={14} />}
  </View>
);
