import { asProblem } from '@jishi/api-client';
import { useAsk, useChange, usePages } from '@jishi/api-client/react';
import { countMyCoupons, listMyCoupons, redeemCode } from '@jishi/api-client/shop';
import { useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Coupon } from '../../../parts/Coupon';
import { Empty } from '../../../parts/Empty';
import { Notice } from '../../../parts/Notice';
import { Screen } from '../../../parts/Screen';
import { Tabs } from '../../../parts/Tabs';
import { toast } from '../../../parts/toast';
import { Input, View } from '../../../platform/elements';
import { conditionOf, type Held, heldTrouble, offOf, windowText } from './ticket';
import './coupons.scss';

type Tab = 'usable' | 'used' | 'ended';
const TABS: { key: Tab; text: string; empty: string }[] = [
  { key: 'usable', text: '可使用', empty: '没有可以使用的优惠券' },
  { key: 'used', text: '已使用', empty: '还没有用过优惠券' },
  { key: 'ended', text: '已失效', empty: '没有失效的优惠券' },
];

/** The shopper's coupons: usable, used, ended. */
export function MyCouponsPage() {
  const [tab, setTab] = useState<Tab>('usable');
  const count = useAsk(countMyCoupons).data;
  return (
    <Screen title="我的优惠券" className="coupons">
      <Redeem />
      <View className="coupons__tabs">
        <Tabs
          id="coupons-tab"
          label="优惠券状态"
          tabs={TABS.map(({ key, text }) => ({ key, text, count: key === 'usable' ? (count?.usable ?? 0) : 0 }))}
          at={tab}
          onChange={setTab}
        />
      </View>
      {tab === 'usable' && count !== undefined && count.endingSoon > 0 && (
        <Notice text={`有 ${count.endingSoon} 张优惠券将在 3 天内到期，别忘了使用`} />
      )}
      <List key={tab} tab={tab} />
    </Screen>
  );
}

/** A code becomes a coupon; what is wrong with it is said below. */
function Redeem() {
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState('');
  const redeeming = useChange(redeemCode);
  const redeem = async (): Promise<void> => {
    if (code.trim() === '') return setWrong('请输入兑换码');
    try {
      const got = await redeeming.send({ body: { code } });
      setCode('');
      toast(`兑换成功：${got.name}`);
    } catch (error) {
      setWrong(asProblem(error).message);
    }
  };
  return (
    <View className="card coupons__redeem">
      <View className="coupons__redeem-line">
        <Input
          id="coupon-code"
          className="grow"
          label="兑换码"
          placeholder="输入兑换码"
          maxLength={60}
          value={code}
          onInput={(typed) => {
            setCode(typed);
            setWrong('');
          }}
        />
        <Button id="coupon-redeem" size="s" busy={redeeming.busy} onClick={() => void redeem()}>
          兑换
        </Button>
      </View>
      {wrong !== '' && (
        <View id="coupon-code-wrong" className="coupons__wrong" role="alert">
          {wrong}
        </View>
      )}
    </View>
  );
}

function List({ tab }: { tab: Tab }) {
  const coupons = usePages(listMyCoupons, { query: { tab, limit: 20 } });
  useReachEnd(coupons.more);
  return (
    <View>
      <View className="coupons__list">
        {coupons.items.map((held) => (
          <HeldTicket key={held.id} held={held} />
        ))}
      </View>
      <ListFoot list={coupons} />
      {coupons.ended && coupons.items.length === 0 && (
        <Empty
          icon="ticket"
          title={TABS.find((one) => one.key === tab)?.empty ?? ''}
          text="去领券中心看看"
          action={{ id: 'to-coupons', text: '去领券', onClick: () => go('coupons') }}
        />
      )}
    </View>
  );
}

function HeldTicket({ held }: { held: Held }) {
  const now = Date.now();
  const trouble = heldTrouble(held, now);
  const { orderId, couponId } = held;
  const open = () => (orderId && trouble ? go('order', { id: orderId }) : go('coupon', { id: couponId }));
  const back = held.state === 'returned' ? '已退回，' : '';
  return (
    <Coupon
      id={`held-${held.id}`}
      off={offOf(held)}
      condition={conditionOf(held)}
      title={held.name}
      text={`${back}${held.words.scope}，${windowText(held, now)}`}
      onOpen={open}
      {...(trouble ? { trouble } : { action: { text: '去使用', onTap: open } })}
    />
  );
}
