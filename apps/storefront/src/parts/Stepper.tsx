import { useState } from 'react';
import { Input, View } from '../platform/elements';
import { Icon } from './Icon';
import { quantityOf } from './quantity';
import './Stepper.scss';

interface StepperProps {
  /** Its buttons are `<id>-less` and `<id>-more`, its field `<id>-value`. */
  id?: string;
  value: number;
  min?: number;
  max: number;
  onChange: (value: number) => void;
}
/** A number of pieces: one more or one less at a tap, or typed. What is typed is taken when the field is left, within the bounds. */
export function Stepper({ id, value, min = 1, max, onChange }: StepperProps) {
  const [typed, setTyped] = useState<string>();
  const take = () => {
    if (typed === undefined) return;
    const quantity = quantityOf(typed, min, max);
    setTyped(undefined);
    if (quantity !== undefined && quantity !== value) onChange(quantity);
  };
  return (
    <View className="stepper">
      <View
        id={id && `${id}-less`}
        className={`stepper__key ${value <= min ? 'stepper__key--off' : ''}`}
        disabled={value <= min}
        onTap={() => onChange(value - 1)}
        label="减少一件"
      >
        <Icon name="minus" size={14} />
      </View>
      <Input
        id={id && `${id}-value`}
        className="stepper__value"
        label="数量"
        kind="number"
        maxLength={4}
        value={typed ?? String(value)}
        onInput={setTyped}
        onConfirm={take}
        onLeave={take}
      />
      <View
        id={id && `${id}-more`}
        className={`stepper__key ${value >= max ? 'stepper__key--off' : ''}`}
        disabled={value >= max}
        onTap={() => onChange(value + 1)}
        label="增加一件"
      >
        <Icon name="plus" size={14} />
      </View>
    </View>
  );
}
