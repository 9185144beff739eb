import { ApiProblem, type BodyOf, type ReplyOf } from '@jishi/api-client';
import { getWechatStatus, putWechatConnection } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Descriptions, Form, Input, Select, Skeleton, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSending } from '../../../form/useSending.ts';
import { Wizard } from '../../../form/Wizard.tsx';
import { ask, tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { ConnectionChecks } from './ConnectionChecks.tsx';
import { SmsConnection } from './SmsConnection.tsx';
import { WechatAddresses } from './WechatAddresses.tsx';

type Connection = BodyOf<'putWechatConnection'>;
type Status = ReplyOf<'getWechatStatus'>;
type Field = Exclude<keyof Connection, 'force' | 'keeps'>;
const REAL = { payBaseUrl: 'https://api.mch.weixin.qq.com', apiBaseUrl: 'https://api.weixin.qq.com' };
const PUSH_MODES = {
  off: '未配置，买家在微信确认收货后要晚些才知道',
  safe: '已配置（安全模式）',
  plain: '已配置（明文模式）',
};
const WAYS = { 'public-key': '微信支付公钥', certificate: '平台证书' };

/** How the shop is connected to WeChat; secrets go in and never come out. */
export function WechatConnection() {
  const query = useAsk(getWechatStatus);
  const { can } = useStaff();
  const [open, setOpen] = useState(false);
  if (!query.data)
    return (
      <PageFrame>
        <section className="panel">
          {query.error ? <ProblemAlert problem={query.error} onRetry={query.refetch} /> : <Skeleton active />}
        </section>
      </PageFrame>
    );
  const { connected, sandbox, mchid, appid, officialAppid, payBaseUrl, verification, messagePush } = query.data;
  const action = connected ? '更换商户信息' : '接入微信';
  return (
    <PageFrame>
      <section className="panel">
        {!connected && <Alert type="warning" showIcon title="还没有接入微信，买家暂时不能付款" />}
        {connected && sandbox && (
          <Alert
            type="info"
            showIcon
            title="正在使用本机的微信沙箱，不会产生真实扣款"
            description="填好真实的商户信息后即可正式收款。"
          />
        )}
        {connected && !sandbox && <Alert type="success" showIcon title="已接入微信支付" />}
        <Descriptions
          column={1}
          style={{ margin: '16px 0' }}
          items={[
            { key: 'mchid', label: '商户号', children: mchid ?? '—' },
            { key: 'appid', label: '小程序 AppID', children: appid ?? '—' },
            {
              key: 'official',
              label: '公众号 AppID',
              children: officialAppid ?? '—（在微信里打开网页时不能用微信登录）',
            },
            { key: 'url', label: '接口地址', children: payBaseUrl ?? '—' },
            { key: 'verification', label: '验签方式', children: verification ? WAYS[verification] : '—' },
            { key: 'push', label: '消息推送', children: PUSH_MODES[messagePush.mode] },
          ]}
        />
        <Reminders reminders={messagePush.reminders} />
        {can('wechat:manage') && !open && (
          <Button id="wechat-open" onClick={() => setOpen(true)}>
            {action}
          </Button>
        )}
        {can('wechat:manage') && connected && !open && <ConnectionChecks />}
        {open && (
          <>
            <h2>{action}</h2>
            <ConnectionForm status={query.data} onDone={() => setOpen(false)} />
          </>
        )}
      </section>
      <WechatAddresses status={query.data} />
      <SmsConnection />
    </PageFrame>
  );
}

/** What WeChat lately told the merchant. */
const Reminders = ({ reminders }: { reminders: { at: string; text: string }[] }) =>
  reminders.length === 0 ? null : (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title="微信的提醒"
      description={reminders.map(({ at, text }) => (
        <div key={`${at}${text}`}>
          <When at={at} /> {text}
        </div>
      ))}
    />
  );

/** Under the call-back address that is being typed. */
function PushAddress({ pushAddress }: { pushAddress: string }) {
  const base = Form.useWatch<string | undefined>('notifyBaseUrl');
  const address = base ? base.trim().replace(/\/+$/, '') + new URL(pushAddress).pathname : pushAddress;
  return (
    <Form.Item
      label="消息推送服务器地址"
      extra="填到小程序后台：开发管理 → 消息推送 → URL；先在这里保存，再到小程序后台提交"
    >
      <Typography.Text copyable className="num breaks">
        {address}
      </Typography.Text>
    </Form.Item>
  );
}

/** Kept at once when WeChat takes it; when WeChat does not answer, only if the merchant wants so. */
async function save(change: ReturnType<typeof useChanges>, body: Connection) {
  try {
    return await change(putWechatConnection, { body });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'WECHAT_UNTRIED') throw error;
    const text = `${error.message}。没有试过的信息如果有误，买家将无法付款或登录。`;
    if (!(await ask({ title: '微信没有响应，仍然保存？', text, okText: '仍然保存' }))) return null;
    return change(putWechatConnection, { body: { ...body, force: true } });
  }
}

/** What the form begins with. Of a real connection everything but its secrets, which stay unless new ones are typed. */
function beginningOf(status: Status): Partial<Connection> {
  const usual = { ...REAL, notifyBaseUrl: location.origin, messageMode: 'safe' as const };
  if (!keepsSecrets(status)) return usual;
  const { mchid, serialNo, publicKeyId, appid, officialAppid, notifyBaseUrl, payBaseUrl, apiBaseUrl } = status;
  const open = { mchid, serialNo, publicKeyId, appid, officialAppid, notifyBaseUrl, payBaseUrl, apiBaseUrl };
  const known = Object.fromEntries(Object.entries(open).filter(([, value]) => value));
  return { ...usual, ...known, messageMode: status.messagePush.mode === 'plain' ? 'plain' : 'safe' };
}
const keepsSecrets = ({ connected, sandbox }: Status): boolean => connected && !sandbox;
const KEPT = '已加密保存；不更换可留空';

function ConnectionForm({ status, onDone }: { status: Status; onDone: () => void }) {
  const kept = keepsSecrets(status);
  const [form] = Form.useForm<Connection>();
  const change = useChanges();
  const { busy, send } = useSending<Connection>(form, async (typed) => {
    const text = '新的订单会立即改用这套商户信息收款；已付款的订单仍按原单号退款。';
    if (!(await ask({ title: '更换微信商户信息？', text, okText: '保存并启用' }))) return;
    const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value)) as Connection;
    if (!(await save(change, { ...given, keeps: kept }))) return;
    tell('已启用');
    onDone();
  });
  const line = (name: Field, label: string, input: ReactNode, extra?: string, required = true) => (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[{ required, whitespace: true, message: `请填写${label}` }]}
    >
      {input}
    </Form.Item>
  );
  const text = (name: Field, label: string, extra?: string, required = true) =>
    line(name, label, <Input autoComplete="off" />, extra, required);
  /** Hidden from who looks over the shoulder; the eye shows it. */
  const secret = (name: Field, label: string, extra?: string, required = true) =>
    line(name, label, <Input.Password autoComplete="new-password" />, kept ? KEPT : extra, required && !kept);
  const pem = (name: Field, label: string, extra: string, required = true) => (
    <Form.Item
      name={name}
      label={label}
      extra={kept ? KEPT : extra}
      rules={[{ required: required && !kept, message: `请粘贴${label}` }]}
    >
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 6 }} className="num" placeholder="-----BEGIN …" />
    </Form.Item>
  );
  return (
    <Form form={form} layout="vertical" className="settings-form" initialValues={beginningOf(status)}>
      <Wizard
        form={form}
        busy={busy}
        okText="保存并启用"
        onDone={() => send(form.getFieldsValue(true))}
        onCancel={onDone}
        steps={[
          {
            title: '微信支付',
            fields: ['mchid', 'serialNo', 'privateKey', 'apiV3Key', 'publicKeyId', 'publicKey'],
            children: (
              <>
                {text('mchid', '商户号')}
                {text('serialNo', '商户证书序列号')}
                {pem('privateKey', '商户私钥', 'apiclient_key.pem 的内容，加密保存，不会再显示')}
                {secret('apiV3Key', 'APIv3 密钥', '32 位')}
                {text('publicKeyId', '微信支付公钥 ID', '以 PUB_KEY_ID_ 开头；留空则用平台证书验签', false)}
                {pem('publicKey', '微信支付公钥', 'pub_key.pem 的内容；与公钥 ID 一起填写', false)}
              </>
            ),
          },
          {
            title: '小程序与公众号',
            fields: ['appid', 'appSecret', 'officialAppid', 'officialSecret'],
            children: (
              <>
                {text('appid', '小程序 AppID')}
                {secret('appSecret', '小程序 AppSecret')}
                {text('officialAppid', '公众号 AppID', '网页登录用，与小程序的不同；没有公众号可留空', false)}
                {secret('officialSecret', '公众号 AppSecret', undefined, false)}
              </>
            ),
          },
          {
            title: '消息与地址',
            fields: ['messageToken', 'messageKey', 'messageMode', 'notifyBaseUrl', 'payBaseUrl', 'apiBaseUrl'],
            children: (
              <>
                <PushAddress pushAddress={status.messagePush.address} />
                {text('messageToken', '消息推送 Token', '与小程序后台“消息推送”里填写的一致；不用可留空', false)}
                {secret('messageKey', '消息推送 EncodingAESKey', '43 位，从小程序后台复制', false)}
                <Form.Item name="messageMode" label="消息加密方式" extra="与小程序后台的选择一致，建议用安全模式">
                  <Select
                    options={[
                      { value: 'safe', label: '安全模式' },
                      { value: 'plain', label: '明文模式' },
                    ]}
                  />
                </Form.Item>
                {text('notifyBaseUrl', '回调地址', '微信要能从公网访问到的 https 地址')}
                {text('payBaseUrl', '微信支付接口地址')}
                {text('apiBaseUrl', '微信接口地址')}
              </>
            ),
          },
        ]}
      />
    </Form>
  );
}
