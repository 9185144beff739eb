import type { BodyOf } from '@jishi/api-client';
import { dropSms, getSms, putSms, trySms } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Descriptions, Form, Input, Radio, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { useSending } from '../../../form/useSending.ts';
import { ask, tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';

type Account = BodyOf<'putSms'>;
const CLOUDS = {
  aliyun: { name: '阿里云', keyId: 'AccessKey ID', secret: 'AccessKey Secret', template: 'SMS_ 开头，变量名为 code' },
  tencent: { name: '腾讯云', keyId: 'SecretId', secret: 'SecretKey', template: '数字，正文里用 {1} 表示验证码' },
};

/** With which account the codes are sent that shoppers sign in with outside WeChat. */
export function SmsConnection() {
  const query = useAsk(getSms);
  const { can } = useStaff();
  const change = useChanges();
  const [open, setOpen] = useState(false);
  if (!query.data)
    return (
      <section className="panel">
        {query.error ? <ProblemAlert problem={query.error} onRetry={query.refetch} /> : <Skeleton active />}
      </section>
    );
  const { provider, sandbox, sign, template, keyId, appId } = query.data;
  const drop = async () => {
    const text = '买家将不能再用手机号登录网页，已登录的不受影响。';
    if (!(await ask({ title: '停用短信登录？', text, okText: '停用' }))) return;
    await change(dropSms, {});
    tell('已停用');
  };
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>短信登录</h2>
      {!provider && <Alert type="warning" showIcon title="还没有开通短信，买家在微信以外的浏览器里不能登录" />}
      {provider && sandbox && <Alert type="info" showIcon title="正在使用本机的短信沙箱，不会发出真实短信" />}
      <Descriptions
        column={1}
        style={{ margin: '16px 0' }}
        items={[
          { key: 'provider', label: '短信服务', children: provider ? CLOUDS[provider].name : '—' },
          { key: 'sign', label: '短信签名', children: sign || '—' },
          { key: 'template', label: '验证码模板', children: template || '—' },
          { key: 'key', label: '密钥编号', children: keyId || '—' },
        ]}
      />
      {can('wechat:manage') && !open && (
        <Space wrap>
          <Button id="sms-open" onClick={() => setOpen(true)}>
            {provider ? '更换短信账号' : '开通短信登录'}
          </Button>
          {provider && <Button onClick={() => void drop()}>停用</Button>}
        </Space>
      )}
      {can('wechat:manage') && !open && provider && <Trial />}
      {open && (
        <AccountForm
          initial={{ provider: provider ?? 'aliyun', keyId, sign, template, appId }}
          onDone={() => setOpen(false)}
        />
      )}
    </section>
  );
}

/** Sends a made-up code to a number of the merchant's own. */
function Trial() {
  const [form] = Form.useForm<{ phone: string }>();
  const change = useChanges();
  const { busy, send } = useSending<{ phone: string }>(form, async ({ phone }) => {
    await change(trySms, { body: { phone } });
    tell('已发送，请查看手机');
  });
  return (
    <Form form={form} layout="inline" onFinish={send} style={{ marginTop: 16 }}>
      <Form.Item
        name="phone"
        label="测试手机号"
        htmlFor="sms-trial-phone"
        rules={[{ required: true, message: '请填写手机号' }]}
      >
        <Input id="sms-trial-phone" inputMode="tel" autoComplete="off" maxLength={20} />
      </Form.Item>
      <Button id="sms-trial" htmlType="submit" loading={busy}>
        发送测试短信
      </Button>
    </Form>
  );
}

function AccountForm({ initial, onDone }: { initial: Account; onDone: () => void }) {
  const [form] = Form.useForm<Account>();
  const change = useChanges();
  const cloud = CLOUDS[Form.useWatch('provider', form) ?? initial.provider];
  const { busy, send } = useSending<Account>(form, async (typed) => {
    const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value)) as Account;
    await change(putSms, { body: given });
    tell('已启用，建议发送一条测试短信');
    onDone();
  });
  const text = (name: keyof Account, label: string, extra?: string) => (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[{ required: true, whitespace: true, message: `请填写${label}` }]}
    >
      <Input autoComplete="off" />
    </Form.Item>
  );
  return (
    <Form form={form} layout="vertical" className="settings-form" onFinish={send} initialValues={initial}>
      <Form.Item name="provider" label="短信服务">
        <Radio.Group
          options={[
            { value: 'aliyun', label: CLOUDS.aliyun.name },
            { value: 'tencent', label: CLOUDS.tencent.name },
          ]}
        />
      </Form.Item>
      {text('keyId', cloud.keyId, '请用只有发送短信权限的子账号')}
      <Form.Item name="keySecret" label={cloud.secret} extra="加密保存，不会再显示；编号不变时可留空，沿用原来的">
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {text('sign', '短信签名', '审核通过的签名，不含【】')}
      {text('template', '验证码模板', cloud.template)}
      {cloud === CLOUDS.tencent && text('appId', 'SdkAppId', '在腾讯云短信的应用管理里查看')}
      <Space>
        <Button id="sms-save" type="primary" htmlType="submit" loading={busy}>
          保存并启用
        </Button>
        <Button onClick={onDone}>取消</Button>
      </Space>
    </Form>
  );
}
