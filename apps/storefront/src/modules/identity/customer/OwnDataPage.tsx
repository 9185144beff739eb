import { getOwnData } from '@jishi/api-client/shop';
import { useState } from 'react';
import { api } from '../../../api/client';
import { go } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Cell } from '../../../parts/Cell';
import { Screen } from '../../../parts/Screen';
import { confirmAsk, copy, toast } from '../../../parts/toast';
import { View } from '../../../platform/elements';
import { leaveShop } from '../../../session/session';
import './OwnDataPage.scss';

/** A shopper's rights over their own data: a copy of it, and the end of the account. */
export function OwnDataPage() {
  const [busy, setBusy] = useState(false);
  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    await work().catch((error: unknown) => toast(error instanceof Error ? error.message : '没有成功，请重试'));
    setBusy(false);
  };
  const take = () => during(async () => copy(JSON.stringify(await api(getOwnData), null, 2)));
  const leave = async () => {
    const text =
      '昵称、手机号、收货地址和购物车会删除，优惠券、积分和赠送余额作废，都不能恢复。已完成的订单依法保留，不再与您的账号关联。';
    if (!(await confirmAsk({ title: '注销账号？', text, confirmText: '注销', danger: true }))) return;
    await during(async () => {
      await leaveShop();
      toast('账号已注销');
      go('me');
    });
  };
  return (
    <Screen title="个人信息与账号" className="own-data">
      <View className="card">
        <Cell id="privacy-policy" title="隐私政策" onClick={() => go('terms', { of: 'privacy' })} />
      </View>
      <View className="card own-data__part">
        <View className="own-data__title">获取我的数据</View>
        <View className="small muted">店铺保存的您的全部信息，包括资料、地址、订单、优惠券和登录设备。</View>
        <Button id="copy-data" kind="plain" size="s" busy={busy} onClick={() => void take()}>
          复制我的数据
        </Button>
      </View>
      <View className="card own-data__part">
        <View className="own-data__title">注销账号</View>
        <View className="small muted">
          有待付款、待发货、待收货的订单、没办完的退款或没用完的余额、礼品卡时不能注销。
        </View>
        <Button id="leave-shop" kind="danger" size="s" busy={busy} onClick={() => void leave()}>
          注销账号
        </Button>
      </View>
    </Screen>
  );
}
