import { View } from '../platform/elements';
import './Skeleton.scss';

/** Grey shapes where content will be: `rows` text rows with a picture, or goods in two columns. */
export const Skeleton = ({ rows = 3, shape = 'rows' }: { rows?: number; shape?: 'rows' | 'goods' | 'product' }) => (
  <View className={`skeleton skeleton--${shape}`} label="正在加载" role="status">
    {shape === 'product' && <View className="skeleton__hero skeleton__grey" />}
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows are all alike
      <View key={row} className="skeleton__row">
        <View className="skeleton__picture skeleton__grey" />
        <View className="skeleton__lines">
          <View className="skeleton__line skeleton__grey" />
          <View className="skeleton__line skeleton__line--short skeleton__grey" />
        </View>
      </View>
    ))}
  </View>
);
