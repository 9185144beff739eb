import { Input, type InputProps } from 'antd';
import { useState } from 'react';
import { fenOf, yuanPlain } from '../parts/money.ts';

type Props = Omit<InputProps, 'value' | 'onChange' | 'prefix'> & {
  /** Integer fen, null for nothing. */
  value?: number | null;
  /** With `strict` NaN says that what is typed is no amount, so that a form can refuse it; without it, null. */
  onChange?: (fen: number | null) => void;
  strict?: boolean;
};

/** An amount typed in yuan, held in integer fen; never calculated in floats. */
export function YuanInput({ value, onChange, onBlur, strict = false, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed.trim() !== '' && fenOf(typed) === null;
  return (
    <Input
      prefix={<span className="quiet">¥</span>}
      inputMode="decimal"
      {...rest}
      {...(wrong && { status: 'error' as const, title: '请输入金额，最多两位小数' })}
      value={typed ?? (value === null || value === undefined || Number.isNaN(value) ? '' : yuanPlain(value))}
      onChange={(event) => {
        const text = event.target.value;
        setTyped(text);
        onChange?.(strict && text.trim() !== '' ? (fenOf(text) ?? Number.NaN) : fenOf(text));
      }}
      onBlur={(event) => {
        if (!wrong) setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}
