import { DatePicker } from 'antd';
import { clockOf, instantOf } from './china-time.ts';

interface Props {
  id?: string;
  /** RFC 3339, null for nothing. */
  value?: string | null;
  onChange?: (time: string | null) => void;
  disabled?: boolean;
  placeholder?: string;
}

/** A day with its time in China, wherever the browser is; held as RFC 3339 so that a draft can keep it. */
export const TimeInput = ({ id, value, onChange, disabled, placeholder = '选择时间' }: Props) => (
  <DatePicker
    id={id}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    placeholder={placeholder}
    disabled={disabled}
    value={clockOf(value)}
    onChange={(chosen) => onChange?.(instantOf(chosen?.second(0)))}
  />
);
