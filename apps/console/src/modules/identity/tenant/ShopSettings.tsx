import type { BodyOf } from '@jishi/api-client';
import { getSettings, putSettings } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button, ColorPicker, Form, Input, InputNumber, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import { useDraft } from '../../../form/useDraft.tsx';
import { useSending } from '../../../form/useSending.ts';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';
import { PictureList } from '../../goods/media/PictureList.tsx';
import { BannerList } from './BannerList.tsx';
import { type Banner, bannerTrouble } from './banner-rules.ts';
import { ThemePreview } from './ThemePreview.tsx';

type Settings = BodyOf<'putSettings'>;
/** The form holds the logo as a list of at most one picture. */
type Typed = Omit<Settings, 'logo' | 'version' | 'licence'> & {
  logos: string[];
  licence: Omit<Settings['licence'], 'picture'> & { pictures: string[] };
};

export function ShopSettings() {
  const query = useAsk(getSettings, {}, { staleTime: 0 });
  if (!query.data)
    return (
      <PageFrame>
        <section className="panel">
          {query.error ? <ProblemAlert problem={query.error} onRetry={query.refetch} /> : <Skeleton active />}
        </section>
      </PageFrame>
    );
  return (
    <PageFrame>
      <Filled settings={query.data} />
    </PageFrame>
  );
}

function Filled({ settings: { logo, licence, version, ...settings } }: { settings: Settings }) {
  const [form] = Form.useForm<Typed>();
  const { can } = useStaff();
  const change = useChanges();
  // The version that is being edited, not the newest: what somebody else saved meanwhile must be refused, not overwritten.
  const [edited, setEdited] = useState(version);
  const draft = useDraft(`shop-settings.${edited}`, form);
  const { busy, send } = useSending<Typed>(
    form,
    async ({ logos, licence: { pictures, ...named }, ...typed }) => {
      const saved = await change(putSettings, {
        body: { ...typed, version: edited, logo: logos[0] ?? '', licence: { ...named, picture: pictures[0] ?? '' } },
      });
      draft.forget();
      tell('设置已保存，店铺立即生效');
      setEdited(saved.version);
    },
    { logo: 'logos' },
  );
  return (
    <div className="settings-form">
      {draft.notice}
      <Form
        form={form}
        layout="vertical"
        disabled={!can('settings:write')}
        initialValues={{
          ...settings,
          logos: logo ? [logo] : [],
          licence: { ...licence, pictures: licence.picture ? [licence.picture] : [] },
        }}
        onValuesChange={draft.keep}
        onFinish={send}
      >
        <section className="panel">
          <h2>店铺</h2>
          <LookFields />
        </section>
        <section className="panel" style={{ marginTop: 16 }}>
          <h2>交易</h2>
          <TradeFields />
        </section>
        <section className="panel" style={{ marginTop: 16 }}>
          <h2>资质</h2>
          <LicenceFields />
        </section>
        {can('settings:write') && (
          <Button type="primary" htmlType="submit" id="settings-save" loading={busy} style={{ marginTop: 16 }}>
            保存设置
          </Button>
        )}
      </Form>
    </div>
  );
}

const LookFields = () => (
  <>
    <Form.Item name="name" label="店铺名称" rules={[{ required: true, whitespace: true, message: '请填写店铺名称' }]}>
      <Input maxLength={40} />
    </Form.Item>
    <Form.Item name="slogan" label="一句话介绍">
      <Input maxLength={60} />
    </Form.Item>
    <Form.Item name="logos" label="店标">
      <PictureList max={1} />
    </Form.Item>
    <Form.Item
      name="themeColor"
      label="主题色"
      extra="小程序和 H5 的按钮、价格都用这个颜色"
      getValueFromEvent={(color: { toHexString(): string }) => color.toHexString()}
    >
      <ColorPicker
        disabledAlpha
        showText
        presets={[{ label: '常用', colors: ['#D9482B', '#C8102E', '#07A35A', '#1F6FEB', '#7A4BD8', '#B7791F'] }]}
      />
    </Form.Item>
    <ThemePreview />
    <Form.Item name="notice" label="首页公告">
      <Input.TextArea maxLength={120} autoSize={{ minRows: 2 }} />
    </Form.Item>
    <Form.Item
      name="servicePhone"
      label="客服电话"
      rules={[{ pattern: /^[0-9+ -]*$/, message: '只能有数字、空格、+ 和 -' }]}
    >
      <Input maxLength={20} inputMode="tel" />
    </Form.Item>
    <Form.Item
      name="banners"
      label="首页轮播"
      validateTrigger="onSubmit"
      rules={[
        {
          validator: (_rule, banners: Banner[] = []) => {
            const trouble = bannerTrouble(banners);
            return trouble ? Promise.reject(new Error(trouble)) : Promise.resolve();
          },
        },
      ]}
    >
      <BannerList />
    </Form.Item>
  </>
);

const whole = (min: number, max: number) => ({ min, max, precision: 0, style: { width: 120 } });
const TradeFields = () => (
  <>
    <Form.Item
      name={['freight', 'baseFen']}
      label="运费"
      extra="每单统一运费；填 0 表示全店包邮"
      rules={[{ required: true, message: '请填写运费' }]}
    >
      <YuanInput style={{ width: 160 }} />
    </Form.Item>
    <Form.Item
      name={['freight', 'freeFromFen']}
      label="满额包邮"
      extra="商品金额达到后免运费；填 0 表示所有订单都包邮"
      rules={[{ required: true, message: '请填写包邮门槛' }]}
    >
      <YuanInput style={{ width: 160 }} />
    </Form.Item>
    <Form.Item name="closeAfterMinutes" label="未付款自动关闭" rules={[{ required: true, message: '请填写分钟数' }]}>
      <InputNumber {...whole(1, 1440)} addonAfter="分钟" />
    </Form.Item>
    <Form.Item name="receiveAfterDays" label="发货后自动收货" rules={[{ required: true, message: '请填写天数' }]}>
      <InputNumber {...whole(1, 60)} addonAfter="天" />
    </Form.Item>
    <Form.Item
      name="lowStockAt"
      label="库存预警线"
      extra="可售数量不高于它时，在「今日」里提醒"
      rules={[{ required: true, message: '请填写件数' }]}
    >
      <InputNumber {...whole(0, 9999)} addonAfter="件" />
    </Form.Item>
  </>
);

const LicenceFields = () => (
  <>
    <Form.Item
      name={['licence', 'company']}
      label="经营者名称"
      extra="营业执照上的名称，显示在店铺「我的」的「经营资质」里"
    >
      <Input maxLength={80} />
    </Form.Item>
    <Form.Item
      name={['licence', 'number']}
      label="统一社会信用代码"
      normalize={(typed: string) => typed.replace(/\s/g, '').toUpperCase()}
      rules={[{ pattern: /^([0-9A-Z]{15}|[0-9A-Z]{18})$/, message: '应为 18 位数字和大写字母' }]}
    >
      <Input maxLength={24} />
    </Form.Item>
    <Form.Item name={['licence', 'pictures']} label="营业执照照片">
      <PictureList max={1} />
    </Form.Item>
    <Form.Item name={['licence', 'icp']} label="ICP 备案号" extra="例如 浙ICP备2026000001号；H5 店铺需要公示">
      <Input maxLength={40} />
    </Form.Item>
    <Form.Item name="namesMaker" label="显示「由开源商城 集市 Jishi 提供」" valuePropName="checked">
      <Switch />
    </Form.Item>
  </>
);
