import { Input, type InputProps } from 'antd';
import { useState } from 'react';
import { fenOf, yuanPlain } from '../parts/money.ts';

type Props = Omit<InputProps, 'value' | 'onChange' | 'prefix'> & {
  /** Integer fen, null for nothing. */
  value?: number | null;
  onChange?: (fen: number | null) => void;
};

/** An amount typed in yuan, held in integer fen; never calculated in floats. */
export function YuanInput({ value, onChange, onBlur, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed.trim() !== '' && fenOf(typed) === null;
  return (
    <Input
      prefix={<span className="quiet">¥</span>}
      inputMode="decimal"
      {...rest}
      {...(wrong && { status: 'error' as const, title: '请输入金额，最多两位小数' })}
      value={typed ?? (value === null || value === undefined ? '' : yuanPlain(value))}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange?.(fenOf(event.target.value));
      }}
      onBlur={(event) => {
        if (!wrong) setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}
