import type { ReactNode } from 'react';
import { View } from '../platform/elements';
import { Icon } from './Icon';
import './Toggle.scss';

interface ToggleProps {
  id?: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
  /** What is ticked; where there is no room for words, `label` says it. */
  children?: ReactNode;
  label?: string;
}
const Tick = ({ on }: { on: boolean }) => (
  <View className="toggle__circle">{on && <Icon name="check" size={14} />}</View>
);

/** Ticked or not, among others that may be ticked too. */
export const Checkbox = ({ id, on, onChange, disabled, children, label }: ToggleProps) => (
  <View
    id={id}
    className={`toggle ${on ? 'toggle--on' : ''} ${disabled ? 'toggle--off' : ''}`}
    role="checkbox"
    pressed={on}
    disabled={disabled}
    label={label}
    onTap={() => onChange(!on)}
  >
    <Tick on={on} />
    {children}
  </View>
);

interface RadiosProps<K extends string> {
  label: string;
  options: readonly { key: K; text: string }[];
  at: K | undefined;
  onChange: (key: K) => void;
}
/** One of a few. */
export const Radios = <K extends string>({ label, options, at, onChange }: RadiosProps<K>) => (
  <View role="radiogroup" label={label}>
    {options.map(({ key, text }) => (
      <View
        key={key}
        className={`toggle ${key === at ? 'toggle--on' : ''}`}
        role="radio"
        pressed={key === at}
        onTap={() => onChange(key)}
      >
        <Tick on={key === at} />
        {text}
      </View>
    ))}
  </View>
);

/** On or off at once, without a button to confirm. */
export const Switch = ({ id, on, onChange, disabled, children, label }: ToggleProps) => (
  <View
    id={id}
    className={`toggle toggle--switch ${on ? 'toggle--on' : ''} ${disabled ? 'toggle--off' : ''}`}
    role="switch"
    pressed={on}
    disabled={disabled}
    label={label}
    onTap={() => onChange(!on)}
  >
    {children}
    <View className="toggle__track" />
  </View>
);
