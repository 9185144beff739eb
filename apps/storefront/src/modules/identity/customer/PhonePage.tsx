import { useData } from '@jishi/api-client/react';
import { bindPhoneByCode } from '@jishi/api-client/shop';
import { api } from '../../../api/client';
import { back } from '../../../nav';
import { Screen } from '../../../parts/Screen';
import { toast } from '../../../parts/toast';
import { View } from '../../../platform/elements';
import { type Owner, PhoneCode } from './PhoneCode';
import './PhonePage.scss';

/** Gives the shopper a number, proved by a text message. Whoever is known by it already becomes one with them. */
export function PhonePage() {
  const data = useData();
  const bind = async (phone: string, code: string, owner: Owner) => {
    await api(bindPhoneByCode, { body: { phone, code, ...owner } });
    await data.forget();
    toast('手机号已绑定');
    back();
  };
  return (
    <Screen title="绑定手机号">
      <View className="phone-page">
        <View className="phone-page__why muted small">绑定后可以用手机号登录；用这个手机号下过的订单会合并到一起</View>
        <PhoneCode action="绑定" busyText="正在绑定…" mayGo={() => true} onCode={bind} />
      </View>
    </Screen>
  );
}
