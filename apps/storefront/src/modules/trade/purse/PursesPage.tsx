import type { ReplyOf } from '@jishi/api-client';
import { useAsk, usePages } from '@jishi/api-client/react';
import { getPurses, listPurseEntries } from '@jishi/api-client/shop';
import { useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go } from '../../../nav';
import { yuan } from '../../../parts/amount';
import { Empty } from '../../../parts/Empty';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Tabs } from '../../../parts/Tabs';
import { Text, View } from '../../../platform/elements';
import { chinaTime } from '../order/states';
import './PursesPage.scss';

type Pocket = ReplyOf<'getPurses'>['pockets'][number];

const amountText = ({ unit }: Pocket, amount: number) => (unit === 'point' ? String(amount) : yuan(amount));

/** What the shopper has to pay with besides WeChat, and what came and went. */
export function PursesPage() {
  const purses = useAsk(getPurses);
  const [source, setSource] = useState<Pocket['source']>('points');
  const pocket = purses.data?.pockets.find((p) => p.source === source);
  return (
    <Screen title="余额与积分" className="purses-page">
      {purses.error && !purses.data && <Problem problem={purses.error} onRetry={purses.refetch} />}
      {!purses.error && !purses.data && <Skeleton rows={3} />}
      {purses.data && (
        <Tabs
          id="purse-tab"
          label="账户"
          tabs={purses.data.pockets.map((p) => ({ key: p.source, text: p.label }))}
          at={source}
          onChange={setSource}
        />
      )}
      {pocket && (
        <View className="card purses-page__sum">
          <View className="muted small">可用{pocket.label}</View>
          <View id="purse-holds" className="purses-page__holds">
            {amountText(pocket, pocket.holds)}
          </View>
          {pocket.reserved > 0 && (
            <View className="muted small">待付款订单占用 {amountText(pocket, pocket.reserved)}，订单关闭后退回</View>
          )}
        </View>
      )}
      {pocket && <Entries key={source} pocket={pocket} />}
    </Screen>
  );
}

function Entries({ pocket }: { pocket: Pocket }) {
  const entries = usePages(listPurseEntries, { path: { source: pocket.source }, query: { limit: 20 } });
  useReachEnd(entries.more);
  return (
    <View className="card">
      {entries.items.map(({ id, at, amount, text, orderId }) => (
        <View
          key={id}
          className="purses-page__entry"
          {...(orderId ? { role: 'link' as const, onTap: () => go('order', { id: orderId }) } : {})}
        >
          <View className="grow">
            <View>{text}</View>
            <View className="muted small">{chinaTime(at)}</View>
          </View>
          <Text>
            {amount > 0 ? '+' : ''}
            {amountText(pocket, amount)}
          </Text>
        </View>
      ))}
      <ListFoot list={entries} />
      {entries.ended && entries.items.length === 0 && (
        <Empty icon="wallet" title="还没有明细" text={`${pocket.label}的来去都会记在这里`} />
      )}
    </View>
  );
}
