import { useAsk, usePages } from '@jishi/api-client/react';
import { getCampaign, getCart, listCampaignGoods } from '@jishi/api-client/shop';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go, useParams } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { CountDown } from '../../../parts/CountDown';
import { Empty } from '../../../parts/Empty';
import { GoodsGrid } from '../../../parts/GoodsCard';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Tag } from '../../../parts/Tag';
import { Text, View } from '../../../platform/elements';
import { useShare } from '../../../platform/share';
import { addressOf } from '../../../routes';
import { serverNow } from '../../../session/clock';
import { useSignedIn } from '../../../session/useSignedIn';
import { BundleCard } from './BundleCard';
import { rulesOf } from './deal';
import { Extras } from './Extras';
import { GroupProgress } from './GroupProgress';
import './campaign.scss';

/** A promotion's rule and its goods; with something of it in the cart, those first that reach its next step with the least. */
export function CampaignPage() {
  const { id } = useParams('campaign');
  const { data: campaign, error: problem, refetch: reload } = useAsk(getCampaign, { path: { id } }, { staleTime: 0 });
  const cart = useAsk(getCart, useSignedIn() ? {} : null);
  const group = cart.data?.groups.find(({ ref }) => ref === id);
  const isKnown = campaign !== undefined && !cart.isLoading;
  const gapFen = group?.unmet?.gapFen;
  const goods = usePages(
    listCampaignGoods,
    isKnown ? { path: { id }, query: { limit: 20, ...(gapFen ? { gapFen } : {}) } } : null,
  );
  useShare(() => ({
    title: campaign ? `${campaign.tag}：${campaign.label}` : '活动商品',
    url: addressOf('campaign', { id }),
  }));
  useReachEnd(goods.more);
  return (
    <Screen title="活动商品" className={group ? 'screen--barred' : ''}>
      {problem && !campaign && <Problem problem={problem} onRetry={reload} />}
      {!problem && !campaign && <Skeleton rows={3} />}
      {campaign && (
        <>
          <View className="card promotion__card">
            <View className="promotion__head">
              <Tag>{campaign.tag}</Tag>
              <Text className="grow promotion__title" level={2}>
                {campaign.label}
              </Text>
              {campaign.state === 'over' ? (
                <Tag tone="plain">已结束</Tag>
              ) : (
                <View className="promotion__until">
                  <Text>{campaign.state === 'soon' ? '距开始' : '距结束'}</Text>
                  <CountDown
                    endsAt={campaign.state === 'soon' ? campaign.startsAt : campaign.endsAt}
                    offsetMs={serverNow() - Date.now()}
                    onEnd={() => void reload()}
                  />
                </View>
              )}
            </View>
            {rulesOf(campaign).map((sentence) => (
              <View key={sentence} className="promotion__rule">
                {sentence}
              </View>
            ))}
          </View>
          {campaign.state === 'on' && <Extras id={id} cart={cart.data} />}
          {campaign.state === 'on' && <BundleCard id={id} />}
          <GoodsGrid items={goods.items} />
          <ListFoot list={goods} shape="goods" />
          {goods.ended && goods.items.length === 0 && (
            <Empty
              title="现在没有参加活动的商品"
              text="去看看别的"
              action={{ text: '去逛逛', onClick: () => go('home') }}
            />
          )}
        </>
      )}
      {group && (
        <BottomBar>
          <View className="grow">
            <GroupProgress group={group} />
          </View>
          <Button id="to-cart" onClick={() => go('cart')}>
            去购物车
          </Button>
        </BottomBar>
      )}
    </Screen>
  );
}
