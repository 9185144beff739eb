import { View } from '../platform/elements';
import './Progress.scss';

/** How far something is, 0 to 1; `label` says of what, and the number. */
export const Progress = ({ value, label }: { value: number; label: string }) => (
  <View className="progress" role="img" label={label}>
    <View className="progress__bar" style={{ width: `${Math.round(Math.min(1, Math.max(0, value)) * 100)}%` }} />
  </View>
);
