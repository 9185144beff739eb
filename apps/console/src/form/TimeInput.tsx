import { DatePicker } from 'antd';
import { dayjs } from './dates.ts';

interface Props {
  id?: string;
  /** RFC 3339, null for nothing. */
  value?: string | null;
  onChange?: (time: string | null) => void;
  disabled?: boolean;
  placeholder?: string;
}

/** A day with its time, held as RFC 3339 so that a draft can keep it. */
export const TimeInput = ({ id, value, onChange, disabled, placeholder = '选择时间' }: Props) => (
  <DatePicker
    id={id}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    placeholder={placeholder}
    disabled={disabled}
    value={value ? dayjs(value) : null}
    onChange={(chosen) => onChange?.(chosen ? chosen.second(0).millisecond(0).toISOString() : null)}
  />
);
