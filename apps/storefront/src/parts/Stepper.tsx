import { Text, View } from '../platform/elements';
import { Icon } from './Icon';
import './Stepper.scss';

interface StepperProps {
  /** Its buttons are `<id>-less` and `<id>-more`. */
  id?: string;
  value: number;
  min?: number;
  max: number;
  onChange: (value: number) => void;
}
/** A number of pieces, one more or one less at a tap. */
export function Stepper({ id, value, min = 1, max, onChange }: StepperProps) {
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
      <Text className="stepper__value">{value}</Text>
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
