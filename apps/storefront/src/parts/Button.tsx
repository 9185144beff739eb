import type { ReactNode } from 'react';
import { View } from '../platform/elements';
import './Button.scss';

interface ButtonProps {
  id?: string;
  kind?: 'primary' | 'soft' | 'plain' | 'text' | 'danger';
  size?: 's' | 'm';
  block?: boolean;
  /** Work is under way: shows it and takes no tap. */
  busy?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}
export function Button({ id, kind = 'primary', size = 'm', block, busy, disabled, onClick, children }: ButtonProps) {
  const states = `${block ? 'button--block' : ''} ${busy ? 'button--busy' : ''} ${disabled ? 'button--off' : ''}`;
  return (
    <View
      id={id}
      className={`button button--${kind} button--${size} ${states}`}
      disabled={Boolean(disabled || busy)}
      onTap={onClick}
    >
      {children}
    </View>
  );
}
