import { useChange } from '@jishi/api-client/react';
import { bindPhone } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { Cell } from '../../../parts/Cell';
import { Icon } from '../../../parts/Icon';
import { toast } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { PhoneButton } from '../../../platform/phone';
import './PhoneRow.scss';

/** The shopper's number, and the way to give one or another: WeChat's button, or a text message. */
export function PhoneRow({ phone }: { phone: string | null }) {
  const binding = useChange(bindPhone, {
    onDone: () => toast('手机号已绑定'),
    // The page by text message asks who got parcels before.
    onProblem: (problem) => (problem.code === 'PHONE_OWNER_UNSURE' ? go('phone') : toast(problem.message)),
  });
  const value = phone ?? '未绑定';
  if (!PhoneButton) return <Cell id="my-phone" icon="phone" title="手机号" value={value} onClick={() => go('phone')} />;
  return (
    <PhoneButton
      id="my-phone"
      className="phone-row"
      onCode={(code) => void binding.run({ body: { code } })}
      onNone={(why) => why && toast(why)}
    >
      <View className="cell phone-row__cell">
        <Icon name="phone" size={20} className="cell__icon" />
        <Text className="cell__title">手机号</Text>
        <View className="cell__value">{binding.busy ? '正在绑定…' : value}</View>
        <Icon name="next" size={14} className="cell__arrow" />
      </View>
    </PhoneButton>
  );
}
