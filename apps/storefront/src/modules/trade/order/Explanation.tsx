import { Price } from '../../../parts/Price';
import { Text, View } from '../../../platform/elements';
import './Explanation.scss';

interface Part {
  source: string;
  ref: string | null;
  label: string;
  /** Signed integer fen. */
  fen: number;
}

/** How the sum came about, line by line, as the server computed it. */
export const Explanation = ({ parts, totalFen, totalText }: { parts: Part[]; totalFen: number; totalText: string }) => (
  <View className="explanation">
    {parts.map((part) => (
      <View key={`${part.source}/${part.ref}/${part.label}`} className="explanation__step">
        <Text className="explanation__label">{part.label}</Text>
        {part.source === 'freight' && part.fen === 0 ? (
          <Text>免运费</Text>
        ) : (
          <Price fen={part.fen} size="s" plain={part.fen >= 0} />
        )}
      </View>
    ))}
    <View className="explanation__step explanation__total">
      <Text>{totalText}</Text>
      <Price fen={totalFen} exact />
    </View>
  </View>
);
