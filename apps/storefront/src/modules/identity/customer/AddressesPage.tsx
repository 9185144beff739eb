import { useAsk, useChange } from '@jishi/api-client/react';
import { deleteAddress, listAddresses } from '@jishi/api-client/shop';
import { back, go, useParams } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Empty } from '../../../parts/Empty';
import { Icon } from '../../../parts/Icon';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { confirmAsk, toast } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { type Address, chooseAddress, placeOf } from './address-choice';
import { maskedPhone } from './masked-phone';
import './AddressesPage.scss';

export function AddressesPage() {
  const { pick } = useParams('addresses');
  const { data, error: problem, refetch: reload } = useAsk(listAddresses);
  const removal = useChange(deleteAddress, { onDone: () => toast('地址已删除') });
  const remove = async (address: Address) => {
    const question = { title: '删除这个地址？', text: placeOf(address), confirmText: '删除', danger: true };
    if (!(await confirmAsk(question))) return;
    await removal.run({ path: { id: address.id } });
  };
  const choose = (address: Address) => {
    chooseAddress(address.id);
    back();
  };
  return (
    <Screen title={pick ? '选择收货地址' : '收货地址'} className="screen--barred addresses">
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton rows={3} />}
      {data?.items.length === 0 && (
        <Empty
          icon="pin"
          title="还没有收货地址"
          text="添加一个，下单更快"
          action={{ text: '添加地址', onClick: add }}
        />
      )}
      {data?.items.map((address) => (
        <View key={address.id} className="card addresses__card">
          <View id={`address-${address.id}`} className="grow" onTap={() => (pick ? choose(address) : edit(address))}>
            <View className="addresses__person">
              {address.name} <Text className="muted">{maskedPhone(address.phone)}</Text>
              {address.isDefault && <Text className="addresses__default">默认</Text>}
            </View>
            <View className="small addresses__place">{placeOf(address)}</View>
          </View>
          <View className="addresses__tool" onTap={() => edit(address)} label="编辑">
            <Icon name="edit" size={20} />
          </View>
          <View className="addresses__tool" onTap={() => void remove(address)} label="删除">
            <Icon name="trash" size={20} />
          </View>
        </View>
      ))}
      <BottomBar>
        <Button id="add-address" block onClick={add}>
          添加收货地址
        </Button>
      </BottomBar>
    </Screen>
  );
}

const add = () => go('address');
const edit = ({ id }: Address) => go('address', { id });
