import { useQueryClient } from '@tanstack/react-query';
import { Button, ColorPicker, Form, Input, Upload } from 'antd';
import { useEffect, useState } from 'react';
import { useSending } from '../../../form/useSending.ts';
import { tellProblem } from '../../../parts/ask.ts';
import { PASSWORD_RULE } from '../staff/account/PasswordForm.tsx';
import { ThemePreview } from '../tenant/ThemePreview.tsx';
import { type FirstShop, hangLogo, openShop } from './open-shop.ts';
import style from './SetupPage.module.css';

const COLORS = ['#D9482B', '#C8102E', '#07A35A', '#1F6FEB', '#7A4BD8', '#B7791F'];
const BLANK: FirstShop = { name: '', themeColor: '#D9482B', ownerName: '', login: 'owner', password: '', again: '' };
/** Fields of the first step, which are looked at before the second is shown. */
const SHOP_FIELDS = ['name', 'themeColor'] as const;

interface Props {
  token: string;
  step: number;
  onStep: (step: number) => void;
}

/** The shop, then its owner; both go out together, so that no shop is without an owner. */
export function FirstShopForm({ token, step, onStep }: Props) {
  const [form] = Form.useForm<FirstShop>();
  const [logo, setLogo] = useState<File | null>(null);
  const cache = useQueryClient();
  const { busy, send } = useSending<FirstShop>(form, async (shop) => {
    await openShop(token, shop);
    // The link is used up: a reload of this address asks the server and is led to the login.
    window.history.replaceState(window.history.state, '', window.location.pathname);
    // The shop is open with or without its logo, which the settings offer again.
    if (logo) await hangLogo(logo).catch(tellProblem);
    cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup-link' });
    onStep(2);
  });
  const toOwner = () =>
    form.validateFields([...SHOP_FIELDS]).then(
      () => onStep(1),
      () => {},
    );
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={BLANK}
      onFinish={step === 0 ? toOwner : send}
    >
      <div hidden={step !== 0}>
        <ShopFields logo={logo} onLogo={setLogo} />
      </div>
      {step === 1 && <OwnerFields />}
      <div className={style.buttons}>
        {step === 1 && <Button onClick={() => onStep(0)}>上一步</Button>}
        <Button id="setup-next" type="primary" htmlType="submit" loading={busy}>
          {step === 0 ? '下一步' : '开店'}
        </Button>
      </div>
    </Form>
  );
}

interface LogoProps {
  logo: File | null;
  onLogo: (file: File) => void;
}

const ShopFields = (props: LogoProps) => (
  <>
    <Form.Item
      name="name"
      htmlFor="setup-name"
      label="店铺名称"
      rules={[{ required: true, whitespace: true, message: '请填写店铺名称' }]}
    >
      <Input id="setup-name" maxLength={40} placeholder="例如 山间小店" autoFocus />
    </Form.Item>
    <Form.Item
      name="themeColor"
      label="主题色"
      extra="小程序和 H5 的按钮、价格都用这个颜色，以后可以再改"
      getValueFromEvent={(color: { toHexString(): string }) => color.toHexString()}
    >
      <ColorPicker disabledAlpha showText presets={[{ label: '常用', colors: COLORS }]} />
    </Form.Item>
    <Logo {...props} />
  </>
);

/** The logo is kept in the page until there is a shop to hang it on; below, how both look to a shopper. */
function Logo({ logo, onLogo }: LogoProps) {
  const shown = useObjectUrl(logo);
  const name: string = Form.useWatch('name') ?? '';
  const color: string = Form.useWatch('themeColor') ?? BLANK.themeColor;
  const keep = (file: File) => {
    onLogo(file);
    return false;
  };
  const picture = shown ? (
    <img src={shown} alt="店标预览" width={64} height={64} />
  ) : (
    <span className={style.noLogo} style={{ background: color }} aria-hidden>
      {[...name.trim()][0] ?? '店'}
    </span>
  );
  return (
    <>
      <Form.Item label="店标" extra="方形图片，不超过 8 MB；没有的话可以以后再传">
        <Upload accept="image/*" showUploadList={false} beforeUpload={keep}>
          <Button id="setup-logo">{logo ? '换一张' : '选择图片'}</Button>
        </Upload>
      </Form.Item>
      <div className={style.preview} role="group" aria-label="买家看到的样子">
        <div className={style.previewHead}>
          {picture}
          <strong>{name.trim() || '店铺名称'}</strong>
        </div>
        <ThemePreview />
      </div>
    </>
  );
}

function useObjectUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}

const OwnerFields = () => (
  <>
    <Form.Item
      name="ownerName"
      htmlFor="setup-owner"
      label="店主姓名"
      extra="显示在操作记录里"
      rules={[{ required: true, whitespace: true, message: '请填写店主姓名' }]}
    >
      <Input id="setup-owner" maxLength={20} autoComplete="name" autoFocus />
    </Form.Item>
    <Form.Item
      name="login"
      htmlFor="setup-login"
      label="登录账号"
      rules={[{ required: true, whitespace: true, message: '请填写登录账号' }]}
    >
      <Input id="setup-login" maxLength={40} autoComplete="username" />
    </Form.Item>
    <Form.Item
      name="password"
      htmlFor="setup-password"
      label="密码"
      extra="至少 10 位，同时包含字母和数字；不能包含账号，不能是常见或有规律的密码。"
      rules={[{ required: true, ...PASSWORD_RULE }]}
    >
      <Input.Password id="setup-password" autoComplete="new-password" />
    </Form.Item>
    <Form.Item
      name="again"
      htmlFor="setup-again"
      label="再输一次"
      dependencies={['password']}
      rules={[
        ({ getFieldValue }) => ({
          validator: (_rule, value) =>
            value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error('两次输入不一致')),
        }),
      ]}
    >
      <Input.Password id="setup-again" autoComplete="new-password" />
    </Form.Item>
  </>
);
