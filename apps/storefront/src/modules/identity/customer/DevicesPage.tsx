import { useAsk, useChange } from '@jishi/api-client/react';
import { endCustomerSession, endOtherCustomerSessions, listCustomerSessions } from '@jishi/api-client/shop';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Icon } from '../../../parts/Icon';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { confirmAsk, toast } from '../../../parts/toast';
import type { Question } from '../../../parts/toast.types';
import { Text, View } from '../../../platform/elements';
import { chinaTime } from '../../trade/order/states';
import './DevicesPage.scss';

/** Where the shopper is signed in; a lost or unknown device is signed out from here. */
export function DevicesPage() {
  const { data, error: problem, refetch: reload } = useAsk(listCustomerSessions);
  const { run: endSession } = useChange(endCustomerSession);
  const { run: endOtherSessions } = useChange(endOtherCustomerSessions);
  const end = async (question: Question, ask: () => Promise<boolean>, done: string) => {
    if (!(await confirmAsk({ ...question, confirmText: '退出', danger: true }))) return;
    if (await ask()) toast(done);
  };
  const endOne = ({ id, device }: { id: string; device: string }) =>
    end({ title: '让这台设备退出登录？', text: device }, () => endSession({ path: { id } }), '那台设备已退出登录');
  const endOthers = () =>
    end({ title: '退出其他所有设备？', text: '只有这台设备保持登录' }, () => endOtherSessions(), '其他设备已退出登录');
  const hasOthers = data?.items.some((s) => !s.current);
  return (
    <Screen title="登录设备" className="screen--barred devices">
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton rows={3} />}
      {data && <View className="devices__hint">不认识的设备请退出，之后它看不到您的订单和地址。</View>}
      {data?.items.map((s) => (
        <View key={s.id} className="card devices__card">
          <Icon name="device" size={24} className="devices__icon" />
          <View className="grow">
            <View className="devices__name">
              <Text className="one-line">{s.device}</Text>
              {s.current && <Text className="devices__here">本机</Text>}
            </View>
            <View className="small muted">{chinaTime(s.createdAt)} 登录</View>
          </View>
          {!s.current && (
            <Button id={`end-${s.id}`} kind="plain" size="s" onClick={() => void endOne(s)}>
              退出
            </Button>
          )}
        </View>
      ))}
      {hasOthers && (
        <BottomBar>
          <Button id="end-others" kind="danger" block onClick={() => void endOthers()}>
            退出其他所有设备
          </Button>
        </BottomBar>
      )}
    </Screen>
  );
}
