import type { ReactNode } from 'react';
import { Text, View } from '../platform/elements';
import { Icon, type IconName } from './Icon';
import './Cell.scss';

interface CellProps {
  id?: string;
  title: string;
  value?: ReactNode;
  icon?: IconName;
  onClick?: () => void;
  arrow?: boolean;
}
/** A row with a name and a value; with a tap it leads on. */
export const Cell = ({ id, title, value, icon, onClick, arrow = Boolean(onClick) }: CellProps) => (
  <View id={id} className="cell" onTap={onClick}>
    {icon && <Icon name={icon} size={20} className="cell__icon" />}
    <Text className="cell__title">{title}</Text>
    <View className="cell__value">{value}</View>
    {arrow && <Icon name="next" size={14} className="cell__arrow" />}
  </View>
);
