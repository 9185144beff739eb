import { Text, View } from '../platform/elements';
import { Icon } from './Icon';
import './Steps.scss';

/** Where something stands on its way: steps before `at` are done. */
export const Steps = ({ steps, at }: { steps: readonly string[]; at: number }) => (
  <View className="steps" role="list">
    {steps.map((step, index) => (
      <View
        key={step}
        role="listitem"
        className={`steps__one ${index <= at ? 'steps__one--done' : ''} ${index === at ? 'steps__one--at' : ''}`}
      >
        <View className="steps__mark">{index < at ? <Icon name="check" size={12} /> : <Text>{index + 1}</Text>}</View>
        <Text>{step}</Text>
      </View>
    ))}
  </View>
);
