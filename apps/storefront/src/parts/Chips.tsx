import { Text, View } from '../platform/elements';
import './Chips.scss';

interface ChipsProps<T extends string> {
  label: string;
  chips: readonly T[];
  /** Those that are chosen. */
  on?: readonly T[];
  /** Left out: they only show. */
  onTap?: (chip: T) => void;
}
/** Short words in rows, to choose from or to read. */
export const Chips = <T extends string>({ label, chips, on = [], onTap }: ChipsProps<T>) => (
  <View className="chips" role="group" label={label}>
    {chips.map((chip) =>
      onTap ? (
        <View
          key={chip}
          className={`chips__chip ${on.includes(chip) ? 'chips__chip--on' : ''}`}
          pressed={on.includes(chip)}
          onTap={() => onTap(chip)}
        >
          {chip}
        </View>
      ) : (
        <Text key={chip} className="chips__chip">
          {chip}
        </Text>
      ),
    )}
  </View>
);
