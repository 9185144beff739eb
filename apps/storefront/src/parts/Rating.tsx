import { View } from '../platform/elements';
import './Rating.scss';

interface RatingProps {
  /** 0 (not yet) to 5. */
  value: number;
  label: string;
  /** Left out: it only shows. */
  onChange?: (value: number) => void;
}
const STARS = [1, 2, 3, 4, 5];
const WORDS = ['很差', '较差', '一般', '满意', '非常满意'];

/** One to five stars. */
export const Rating = ({ value, label, onChange }: RatingProps) => (
  <View className="rating" role={onChange ? 'radiogroup' : 'img'} label={onChange ? label : `${label}：${value} 星`}>
    {STARS.map((star) => (
      <View
        key={star}
        className={`rating__star ${onChange ? 'rating__star--taps' : ''} ${star <= value ? 'rating__star--on' : ''}`}
        {...(onChange
          ? {
              role: 'radio',
              pressed: star === value,
              label: `${star} 星，${WORDS[star - 1]}`,
              onTap: () => onChange(star),
            }
          : {})}
      >
        ★
      </View>
    ))}
  </View>
);
