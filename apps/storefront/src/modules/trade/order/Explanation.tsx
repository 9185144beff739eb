import { Price } from '../../../parts/Price';
import { Text, View } from '../../../platform/elements';
import './Explanation.scss';

interface Step {
  rule: string;
  label: string;
  /** Signed integer fen. */
  amountFen: number;
}

/** How the sum came about, line by line, as the server computed it. */
export const Explanation = ({ steps, totalFen, totalText }: { steps: Step[]; totalFen: number; totalText: string }) => (
  <View className="explanation">
    {steps.map((step) => (
      <View key={`${step.rule}/${step.label}`} className="explanation__step">
        <Text className="explanation__label">{step.label}</Text>
        {step.rule === 'freight' && step.amountFen === 0 ? (
          <Text>免运费</Text>
        ) : (
          <Price fen={step.amountFen} size="s" plain={step.amountFen >= 0} />
        )}
      </View>
    ))}
    <View className="explanation__step explanation__total">
      <Text>{totalText}</Text>
      <Price fen={totalFen} exact />
    </View>
  </View>
);
