import type { ReplyOf } from '@jishi/api-client';
import { useState } from 'react';
import { go } from '../../../nav';
import { Cell } from '../../../parts/Cell';
import { Sheet } from '../../../parts/Sheet';
import { Tag } from '../../../parts/Tag';
import { Text, View } from '../../../platform/elements';
import { rulesOf } from './deal';
import './campaign.scss';

type Product = ReplyOf<'getGoods'>;

/** The promotions of a product: a line of their words, and a sheet with their rules. Nothing where there are none. */
export function PromotionLine({ product: { deal, promotions } }: { product: Product }) {
  const [open, setOpen] = useState(false);
  const told = [...(deal ? [{ ...deal, tag: '限时' }] : []), ...promotions];
  const set = promotions.find(({ tag }) => tag === '套装');
  const [first] = promotions;
  if (told.length === 0) return null;
  return (
    <>
      <Cell
        id="promotion-line"
        title="促销"
        value={
          <View className="promotion__words one-line">
            {first ? (
              <>
                <Tag>{first.tag}</Tag> {first.label}
              </>
            ) : (
              deal?.label
            )}
          </View>
        }
        onClick={() => setOpen(true)}
      />
      {set && <Cell id="bundle-line" title="套装" value={set.label} onClick={() => go('campaign', { id: set.id })} />}
      <Sheet open={open} title="促销" onClose={() => setOpen(false)}>
        {told.map(({ id, tag, label, sentences }) => (
          <View key={id} className="promotion__one">
            <View className="promotion__head">
              <Tag>{tag}</Tag>
              <Text className="grow">{label}</Text>
              <View
                className="promotion__more"
                role="link"
                onTap={() => {
                  setOpen(false);
                  void go('campaign', { id });
                }}
              >
                查看商品
              </View>
            </View>
            {rulesOf({ label, sentences }).map((sentence) => (
              <View key={sentence} className="promotion__rule">
                {sentence}
              </View>
            ))}
          </View>
        ))}
      </Sheet>
    </>
  );
}
