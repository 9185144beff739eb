import type { BodyOf } from '@jishi/api-client';
import { getSettings, putSettings } from '@jishi/api-client/admin';
import { putSettings as limits } from '@jishi/api-client/limits';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button, ColorPicker, Form, Input, InputNumber, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import { Field } from '../../../form/Field.tsx';
import { MoneyField } from '../../../form/MoneyField.tsx';
import { useEditing } from '../../../form/useEditing.ts';
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
  const editing = useEditing<Typed>({
    form,
    draft: `shop-settings.${edited}`,
    send: async ({ logos, licence: { pictures, ...named }, ...typed }) => {
      const saved = await change(putSettings, {
        body: { ...typed, version: edited, logo: logos[0] ?? '', licence: { ...named, picture: pictures[0] ?? '' } },
      });
      tell('设置已保存，店铺立即生效');
      setEdited(saved.version);
    },
    names: { logo: 'logos' },
  });
  return (
    <div className="settings-form">
      {editing.notice}
      <Form
        {...editing.props}
        disabled={!can('settings:write')}
        initialValues={{
          ...settings,
          logos: logo ? [logo] : [],
          licence: { ...licence, pictures: licence.picture ? [licence.picture] : [] },
        }}
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
          <Button type="primary" htmlType="submit" id="settings-save" loading={editing.busy} style={{ marginTop: 16 }}>
            保存设置
          </Button>
        )}
      </Form>
    </div>
  );
}

const LookFields = () => (
  <>
    <Field name="name" label="店铺名称" limit={limits.name} required="请填写店铺名称">
      <Input />
    </Field>
    <Field name="slogan" label="一句话介绍" limit={limits.slogan}>
      <Input />
    </Field>
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
    <Field name="notice" label="首页公告" limit={limits.notice}>
      <Input.TextArea autoSize={{ minRows: 2 }} />
    </Field>
    <Field name="servicePhone" label="客服电话" limit={limits.servicePhone} patternWords="只能有数字、空格、+ 和 -">
      <Input inputMode="tel" />
    </Field>
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

const WIDE = { width: 120 };
const TradeFields = () => (
  <>
    <MoneyField
      name={['freight', 'baseFen']}
      label="运费"
      extra="没有运费模板的商品每单收这么多；填 0 表示包邮。分地区、按重量在「运费模板」里设"
      limit={limits.freight.baseFen}
      required="请填写运费"
    />
    <MoneyField
      name={['freight', 'freeFromFen']}
      label="满额包邮"
      extra="商品金额达到后免运费；填 0 表示所有订单都包邮"
      limit={limits.freight.freeFromFen}
      required="请填写包邮门槛"
    />
    <Field name="closeAfterMinutes" label="未付款自动关闭" limit={limits.closeAfterMinutes} required="请填写分钟数">
      <InputNumber addonAfter="分钟" style={WIDE} />
    </Field>
    <Field name="receiveAfterDays" label="发货后自动收货" limit={limits.receiveAfterDays} required="请填写天数">
      <InputNumber addonAfter="天" style={WIDE} />
    </Field>
    <Field
      name="lowStockAt"
      label="库存预警线"
      extra="可售数量不高于它时，在「今日」里提醒"
      limit={limits.lowStockAt}
      required="请填写件数"
    >
      <InputNumber addonAfter="件" style={WIDE} />
    </Field>
  </>
);

const LicenceFields = () => (
  <>
    <Field
      name={['licence', 'company']}
      label="经营者名称"
      extra="营业执照上的名称，显示在店铺「我的」的「经营资质」里"
      limit={limits.licence.company}
    >
      <Input />
    </Field>
    <Field
      name={['licence', 'number']}
      label="统一社会信用代码"
      normalize={(typed: string) => typed.replace(/\s/g, '').toUpperCase()}
      limit={limits.licence.number}
      patternWords="应为 18 位数字和大写字母"
    >
      <Input />
    </Field>
    <Form.Item name={['licence', 'pictures']} label="营业执照照片">
      <PictureList max={1} />
    </Form.Item>
    <Field
      name={['licence', 'icp']}
      label="ICP 备案号"
      extra="例如 浙ICP备2026000001号；H5 店铺需要公示"
      limit={limits.licence.icp}
    >
      <Input />
    </Field>
    <Form.Item name="namesMaker" label="显示「由开源商城 集市 Jishi 提供」" valuePropName="checked">
      <Switch />
    </Form.Item>
  </>
);
