import type { ReplyOf } from '@jishi/api-client';
import { yuan } from '../../../parts/amount';
import { Switch } from '../../../parts/Toggle';
import { Text, View } from '../../../platform/elements';
import { onWith, type PurseKind, type PursesWish, purseRows } from './purse-choice';
import './PurseChoice.scss';

interface Props {
  pockets: ReplyOf<'quoteOrder'>['pockets'];
  wish: PursesWish;
  onWish: (wish: PursesWish) => void;
}

/** What the shopper can pay with besides WeChat: points, gift cards and balance, each switched on or off. */
export function PurseChoice({ pockets, wish, onWish }: Props) {
  const rows = purseRows(pockets);
  if (rows.length === 0) return null;
  const isOn = (kind: PurseKind) => wish[kind] !== undefined;
  return (
    <View className="card purses">
      {rows.map(({ kind, title, note, fen, canPay }) => (
        <Switch
          key={kind}
          id={`use-${kind}`}
          on={isOn(kind)}
          disabled={!canPay && !isOn(kind)}
          onChange={(on) => onWish(onWith(wish, kind, on))}
        >
          <View className="grow">
            <Text>{title}</Text>
            <View className="muted small">{note}</View>
          </View>
          {fen > 0 && <Text className="purses__fen">-{yuan(fen)}</Text>}
        </Switch>
      ))}
    </View>
  );
}
