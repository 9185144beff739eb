import { Input, type InputProps } from 'antd';
import { useEffect, useState } from 'react';

type Props = Omit<InputProps, 'value' | 'defaultValue' | 'onChange'> & {
  value: string;
  /** The trimmed text, on Enter, at the button, and when it is cleared. */
  onSearch: (text: string) => void;
};

/** A search field above a list. What is typed stays in it, with the focus, when the filter changes. */
export function KeywordInput({ value, onSearch, ...rest }: Props) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <Input.Search
      allowClear
      {...rest}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => onSearch(text.trim())}
    />
  );
}
