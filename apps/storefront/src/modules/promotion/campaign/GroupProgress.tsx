import type { ReplyOf } from '@jishi/api-client';
import { yuan } from '../../../parts/amount';
import { Progress } from '../../../parts/Progress';
import { View } from '../../../platform/elements';
import './campaign.scss';

type Group = ReplyOf<'getCart'>['groups'][number];

/** What a promotion takes off what is in the cart, and how far its next step is. */
export const GroupProgress = ({ group: { label, offFen, unmet } }: { group: Group }) => {
  const has = offFen > 0 ? `已减 ${yuan(offFen)}` : '';
  const words = [has, unmet?.reason].filter(Boolean).join('，') || label;
  const percent = unmet?.percent ?? (offFen > 0 ? 100 : 0);
  return (
    <View className="group-progress">
      <View className="group-progress__words">{words}</View>
      <Progress value={percent / 100} label={`${label}：${percent}%`} />
    </View>
  );
};
