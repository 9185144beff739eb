import { asProblem, type BodyOf } from '@jishi/api-client';
import { useAsk, useChange, useData } from '@jishi/api-client/react';
import { createAddress, listAddresses, recogniseAddress, updateAddress } from '@jishi/api-client/shop';
import { useEffect, useState } from 'react';
import { back, useParams } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Icon } from '../../../parts/Icon';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { toast } from '../../../parts/toast';
import { Input, Text, TextArea, View } from '../../../platform/elements';
import { storage } from '../../../platform/storage';
import { pickWechatAddress } from '../../../platform/wechat-address';
import type { PickWechatAddress } from '../../../platform/wechat-address.types';
import { RegionSheet } from '../../../regions/RegionSheet';
import { type Address, chooseAddress } from './address-choice';
import './AddressPage.scss';

type Draft = BodyOf<'createAddress'>;
const DRAFT = 'address-draft';
const EMPTY: Draft = { name: '', phone: '', province: '', city: '', district: '', detail: '', isDefault: false };

export function AddressPage() {
  const { id } = useParams('address');
  const { data: addresses, error: problem, refetch: reload } = useAsk(listAddresses, id ? {} : null);
  const data = id ? addresses && draftOf(addresses.items, id) : { ...EMPTY, ...storage.kept<Draft>(DRAFT) };
  return (
    <Screen title={id ? '编辑地址' : '添加地址'} className="screen--barred address">
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton rows={2} />}
      {data && <Form id={id} initial={data} />}
    </Screen>
  );
}

function draftOf(addresses: Address[], id: string): Draft {
  const { id: _, ...draft } = addresses.find((a) => a.id === id) ?? { ...EMPTY, id };
  return draft;
}

/** What is missing or wrong, by field, in words. */
function mistakes(draft: Draft): Partial<Record<keyof Draft, string>> {
  return {
    ...(draft.name.trim() ? {} : { name: '请填写收货人' }),
    // Whatever dress it comes in; the server knows which number it is.
    ...(/\d{3}/.test(draft.phone.replace(/\D/g, '')) ? {} : { phone: '请填写手机号' }),
    ...(draft.district || draft.city ? {} : { province: '请选择所在地区' }),
    ...(draft.detail.trim() ? {} : { detail: '请填写街道、门牌号' }),
  };
}

function Form({ id, initial }: { id: string | undefined; initial: Draft }) {
  const [draft, setDraft] = useState(initial);
  const [wrong, setWrong] = useState<Partial<Record<string, string>>>({});
  const [choosing, setChoosing] = useState(false);
  const [create, update] = [useChange(createAddress), useChange(updateAddress)];
  useEffect(() => {
    if (!id) storage.keep(DRAFT, draft);
  }, [id, draft]);
  const change = (part: Partial<Draft>) => {
    setDraft((was) => ({ ...was, ...part }));
    setWrong((was) => Object.fromEntries(Object.entries(was).filter(([field]) => !(field in part))));
  };
  const save = async () => {
    const found = mistakes(draft);
    setWrong(found);
    const first = Object.values(found)[0];
    if (first) return toast(first);
    try {
      const saved = id ? await update.send({ path: { id }, body: draft }) : await create.send({ body: draft });
      storage.keep(DRAFT, null);
      chooseAddress(saved.id);
      back();
    } catch (error) {
      const problem = asProblem(error);
      setWrong(problem.fields);
      toast(Object.values(problem.fields)[0] ?? problem.message);
    }
  };
  const region = [draft.province, draft.city === draft.province ? '' : draft.city, draft.district].filter(Boolean);
  return (
    <>
      <Paste onRead={change} />
      {pickWechatAddress && <FromWechat pick={pickWechatAddress} onRead={change} />}
      <View className="card address__form">
        <Field name="收货人" wrong={wrong.name}>
          <Input
            id="address-name"
            className="grow"
            label="收货人"
            placeholder="姓名"
            maxLength={40}
            value={draft.name}
            onInput={(name) => change({ name })}
          />
        </Field>
        <Field name="手机号" wrong={wrong.phone}>
          <Input
            id="address-phone"
            className="grow"
            label="手机号"
            placeholder="手机号，港澳台可加区号"
            kind="phone"
            maxLength={40}
            value={draft.phone}
            onInput={(phone) => change({ phone })}
          />
        </Field>
        <Field name="所在地区" wrong={wrong.province ?? wrong.city ?? wrong.district}>
          <View
            id="address-region"
            className="grow address__region"
            onTap={() => setChoosing(true)}
            label={`选择所在地区，${region.length > 0 ? region.join(' ') : '省、市、区'}`}
          >
            <Text className={`grow ${region.length > 0 ? '' : 'muted'}`}>
              {region.length > 0 ? region.join(' ') : '省、市、区'}
            </Text>
            <Icon name="next" size={14} />
          </View>
        </Field>
        <Field name="详细地址" wrong={wrong.detail}>
          <Input
            id="address-detail"
            className="grow"
            label="详细地址"
            placeholder="街道、小区、门牌号"
            maxLength={120}
            value={draft.detail}
            onInput={(detail) => change({ detail })}
          />
        </Field>
      </View>
      <View
        className="card address__default"
        onTap={() => change({ isDefault: !draft.isDefault })}
        role="switch"
        pressed={draft.isDefault}
      >
        <Text className="grow">设为默认地址</Text>
        <View className={`address__switch ${draft.isDefault ? 'address__switch--on' : ''}`} />
      </View>
      <BottomBar>
        <Button id="address-save" block busy={create.busy || update.busy} onClick={() => void save()}>
          保存
        </Button>
      </BottomBar>
      <RegionSheet open={choosing} value={draft} onClose={() => setChoosing(false)} onChoose={change} />
    </>
  );
}

const Field = ({ name, wrong, children }: { name: string; wrong: string | undefined; children: React.ReactNode }) => (
  <View className="address__field">
    <Text className="address__name">{name}</Text>
    <View className="grow">
      <View className="row address__value">{children}</View>
      {wrong && <View className="address__wrong">{wrong}</View>}
    </View>
  </View>
);

/** Takes over an address that the shopper keeps in WeChat. */
function FromWechat({ pick, onRead }: { pick: NonNullable<PickWechatAddress>; onRead: (part: Draft) => void }) {
  const choose = () =>
    pick().then(
      (found) => found && onRead({ ...EMPTY, ...found }),
      () => toast('没有读到微信里的地址，请手动填写'),
    );
  return (
    <View id="address-from-wechat" className="card address__default" onTap={() => void choose()}>
      <Text className="grow">从微信地址导入</Text>
      <Icon name="next" size={14} />
    </View>
  );
}

/** Takes a whole pasted address apart. */
function Paste({ onRead }: { onRead: (part: Partial<Draft>) => void }) {
  const { api } = useData();
  const [text, setText] = useState('');
  const read = async () => {
    const found = await api(recogniseAddress, { body: { text } }).catch((error) => {
      toast(asProblem(error).message);
    });
    if (!found) return;
    const known = Object.fromEntries(
      Object.entries(found).filter(([field, value]) => value !== '' || (field === 'city' && found.district !== '')),
    );
    if (Object.keys(known).length === 0) return toast('没有认出地址，请检查后再试');
    onRead(known);
    setText('');
    toast('已识别，请核对');
  };
  return (
    <View className="card address__paste">
      <TextArea
        id="address-paste"
        className="address__paste-text"
        label="粘贴整段地址"
        placeholder="粘贴整段地址，自动识别姓名、电话和地区"
        value={text}
        maxLength={400}
        onInput={setText}
      />
      {text.trim() !== '' && (
        <View className="address__paste-go">
          <Button id="address-recognise" size="s" kind="soft" onClick={() => void read()}>
            识别
          </Button>
        </View>
      )}
    </View>
  );
}
