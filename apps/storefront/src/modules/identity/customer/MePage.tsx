import { useAsk } from '@jishi/api-client/react';
import { countMyCoupons, countOrders, getMe } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { Badge } from '../../../parts/Badge';
import { Cell } from '../../../parts/Cell';
import { Icon, type IconName } from '../../../parts/Icon';
import { Screen } from '../../../parts/Screen';
import { TabBar } from '../../../parts/TabBar';
import { confirmAsk, toast } from '../../../parts/toast';
import { capabilities } from '../../../platform/capabilities';
import { Image, Text, View } from '../../../platform/elements';
import { needLogin, signOut } from '../../../session/session';
import { useShop } from '../../../session/shop';
import { useSignedIn } from '../../../session/useSignedIn';
import { PhoneRow } from './PhoneRow';
import './MePage.scss';

const ORDER_ENTRIES = [
  { state: 'unpaid', text: '待付款', icon: 'wallet' },
  { state: 'paid', text: '待发货', icon: 'box' },
  { state: 'shipped', text: '待收货', icon: 'truck' },
  { state: 'refunding', text: '退款/售后', icon: 'refund' },
] as const satisfies { state: string; text: string; icon: IconName }[];

export function MePage() {
  const shop = useShop();
  const inside = useSignedIn();
  const me = useAsk(getMe, inside ? {} : null);
  const counts = useAsk(countOrders, inside ? {} : null);
  const couponCount = useAsk(countMyCoupons, inside ? {} : null).data?.usable ?? 0;
  const leave = async () => {
    if (!(await confirmAsk({ title: '退出登录？', text: '购物车和订单都会保留', confirmText: '退出' }))) return;
    await signOut();
    toast('已退出登录');
  };
  const customer = inside ? me.data : undefined;
  return (
    <Screen className="screen--tabbed me">
      <View id="me-card" className="me__card" onTap={customer ? undefined : () => void needLogin()}>
        <View className="me__avatar">
          {customer?.avatar ? <Image src={customer.avatar} className="me__face" /> : <Icon name="user" size={32} />}
        </View>
        <View>
          <View className="me__name">{customer?.nickname ?? '登录 / 注册'}</View>
          <View className="me__hint">{customer ? (customer.phone ?? shop?.slogan) : '登录后查看订单和地址'}</View>
        </View>
      </View>
      <View className="card">
        <Cell id="all-orders" title="我的订单" value="全部" onClick={() => go('orders')} />
        <View className="me__orders">
          {ORDER_ENTRIES.map(({ state, text, icon }) => (
            <View key={state} id={`orders-${state}`} className="me__order" onTap={() => go('orders', { state })}>
              <Icon name={icon} size={26} />
              <Text>{text}</Text>
              {customer && <Badge count={counts.data?.[state] ?? 0} />}
            </View>
          ))}
        </View>
      </View>
      <View className="card me__cells">
        <Cell
          id="my-coupons"
          icon="ticket"
          title="我的优惠券"
          value={customer && couponCount ? `${couponCount} 张可用` : undefined}
          onClick={() => go('mycoupons')}
        />
        {customer && <Cell id="my-purses" icon="wallet" title="余额与积分" onClick={() => go('purses')} />}
        {customer && <Cell id="my-reviews" icon="chat" title="我的评价" onClick={() => go('myreviews')} />}
        <Cell id="coupon-centre" icon="star" title="领券中心" onClick={() => go('coupons')} />
        <Cell id="my-addresses" icon="pin" title="收货地址" onClick={() => go('addresses')} />
        {customer && <PhoneRow phone={customer.phone} />}
        {customer && <Cell id="my-devices" icon="device" title="登录设备" onClick={() => go('devices')} />}
        {customer && <Cell id="my-data" icon="shield" title="个人信息与账号" onClick={() => go('mydata')} />}
        {shop?.servicePhone && <Cell icon="phone" title="客服电话" value={shop.servicePhone} />}
        <Cell id="terms" icon="list" title="用户协议" onClick={() => go('terms')} />
        <Cell id="privacy" icon="list" title="隐私政策" onClick={() => go('terms', { of: 'privacy' })} />
        {shop?.licence?.company && (
          <Cell id="licence" icon="home" title="经营资质" onClick={() => go('terms', { of: 'licence' })} />
        )}
        {customer && !capabilities.ownAccount && (
          <Cell id="sign-out" icon="user" title="退出登录" onClick={() => void leave()} />
        )}
      </View>
      <View className="me__foot">
        {[shop?.name, shop?.licence?.icp, shop?.namesMaker && '由开源商城 集市 Jishi 提供'].filter(Boolean).join(' · ')}
      </View>
      <TabBar at="me" />
    </Screen>
  );
}
