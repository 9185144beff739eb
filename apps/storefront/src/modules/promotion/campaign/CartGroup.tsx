import type { ReplyOf } from '@jishi/api-client';
import { go } from '../../../nav';
import { Text, View } from '../../../platform/elements';
import { GroupProgress } from './GroupProgress';
import './campaign.scss';

type Group = ReplyOf<'getCart'>['groups'][number];

/** Stands above the lines of a cart that a promotion counts together: leads to its other goods. */
export const CartGroup = ({ group }: { group: Group }) => (
  <View id={`cart-group-${group.ref}`} className="cart-group">
    <View className="grow">
      <Text className="cart-group__label one-line">{group.label}</Text>
      <GroupProgress group={group} />
    </View>
    <View className="cart-group__more" role="link" onTap={() => go('campaign', { id: group.ref })}>
      {moreText(group)}
    </View>
  </View>
);

function moreText({ source, offFen, unmet }: Group): string {
  if (unmet?.gapFen || unmet?.gapUnits) return '去凑单';
  return source === 'extra' && offFen === 0 ? '去选择' : '再逛逛';
}
