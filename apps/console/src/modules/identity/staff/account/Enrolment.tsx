import type { ReplyOf } from '@jishi/api-client';
import { beginSecondFactor, confirmSecondFactor } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input, QRCode, Space, Typography } from 'antd';
import { useState } from 'react';
import { api } from '../../../../api.ts';
import { useSending } from '../../../../form/useSending.ts';
import { ProblemAlert } from '../../../../parts/ProblemAlert.tsx';

type Begun = ReplyOf<'beginSecondFactor'>;

/** Binds an authenticator app: a picture to scan, a code that proves it, and the recovery codes, shown this once. */
export function Enrolment({ onDone }: { onDone: () => void }) {
  const begin = useMutation({ mutationFn: () => api(beginSecondFactor) });
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (begin.data) return <Scan begun={begin.data} onBound={setCodes} />;
  return (
    <div className="steps-of-two">
      <p className="quiet">
        绑定后，登录除了密码还要输入手机上每 30 秒变化一次的 6
        位数字，密码泄露也进不来。先在手机上准备一个身份验证器，例如微信小程序“腾讯身份验证器”、Microsoft Authenticator
        或手机自带的密码管理。
      </p>
      <ProblemAlert problem={begin.error} />
      <Button id="enrol-begin" type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
        开始绑定
      </Button>
    </div>
  );
}

function Scan({ begun, onBound }: { begun: Begun; onBound: (codes: string[]) => void }) {
  const [form] = Form.useForm<{ code: string }>();
  const change = useChanges();
  const { busy, send } = useSending<{ code: string }>(form, async ({ code }) => {
    onBound((await change(confirmSecondFactor, { body: { code: code.trim() } })).recoveryCodes);
  });
  return (
    <Form form={form} layout="vertical" onFinish={send} className="settings-form scan">
      <p>1. 用身份验证器扫描二维码</p>
      <QRCode value={begun.uri} size={200} type="svg" color="#101312" bgColor="#ffffff" marginSize={2} />
      <p className="quiet">
        扫不了码时，手动输入密钥：
        <Typography.Text copyable className="num breaks" id="enrol-secret">
          {begun.secret}
        </Typography.Text>
      </p>
      <p>2. 输入它显示的 6 位数字</p>
      <Form.Item name="code" rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: '请输入 6 位数字' }]}>
        <Input id="enrol-code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} style={{ width: 160 }} />
      </Form.Item>
      <Button id="enrol-go" type="primary" htmlType="submit" loading={busy}>
        完成绑定
      </Button>
    </Form>
  );
}

/** The only way in when the phone is lost. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const text = codes.join('\n');
  return (
    <div className="steps-of-two">
      <Alert
        type="warning"
        showIcon
        title="请立即保存恢复码，只显示这一次"
        description="手机丢失时，用其中一个代替 6 位数字登录；每个只能用一次。抄在纸上或存进密码管理器，不要和密码放在一起。"
      />
      <pre className="secret-once num" id="recovery-codes">
        {text}
      </pre>
      <Space>
        <Typography.Text copyable={{ text }}>复制全部</Typography.Text>
        <Button id="recovery-done" type="primary" onClick={onDone}>
          我已保存
        </Button>
      </Space>
    </div>
  );
}
