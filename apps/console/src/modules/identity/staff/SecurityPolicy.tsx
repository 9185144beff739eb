import type { BodyOf } from '@jishi/api-client';
import { getSecurityPolicy, putSecurityPolicy } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button, Form, InputNumber, Radio, Select, Skeleton } from 'antd';
import { LIST_MARKS } from '../../../form/lists.ts';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';

type Policy = BodyOf<'putSecurityPolicy'>;

/** How careful the shop is with its staff. */
export function SecurityPolicy() {
  const query = useAsk(getSecurityPolicy);
  return (
    <PageFrame>
      <section className="panel">
        <ProblemAlert problem={query.error} onRetry={query.refetch} />
        {query.isPending && <Skeleton active />}
        {query.data && <PolicyForm policy={query.data.policy} address={query.data.address} />}
      </section>
    </PageFrame>
  );
}

function PolicyForm({ policy, address }: { policy: Policy; address: string }) {
  const [form] = Form.useForm<Policy>();
  const change = useChanges();
  const { busy, send } = useSending<Policy>(form, async (body) => {
    await change(putSecurityPolicy, { body });
    tell('已保存');
  });
  return (
    <Form form={form} layout="vertical" className="settings-form" onFinish={send} initialValues={policy}>
      <Form.Item
        name="twoFactor"
        label="谁必须用动态验证码登录"
        extra="敏感权限指退款、查看收货人完整信息、对账、修改设置、微信商户信息、员工与密钥、操作日志。还没绑定的人下次操作时会先去绑定。"
      >
        <Radio.Group
          options={[
            { value: 'optional', label: '自愿' },
            { value: 'sensitive', label: '有敏感权限的员工' },
            { value: 'everybody', label: '所有员工' },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="idleMinutes"
        label="多久不操作自动退出"
        extra="无论是否操作，登录 12 小时后都要重新登录。"
        rules={[{ required: true, message: '请填写 5 到 720 分钟' }]}
      >
        <InputNumber min={5} max={720} precision={0} suffix="分钟" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="passwordDays"
        label="密码多久必须更换"
        extra="填 0 表示不要求定期更换。"
        rules={[{ required: true, message: '请填写 0 到 365 天' }]}
      >
        <InputNumber min={0} max={365} precision={0} suffix="天" style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name="addresses"
        label="只允许从这些网络地址登录后台"
        extra={`填 IP 地址或网段，例如 203.0.113.7、203.0.113.0/24；留空表示不限制。您现在的地址是 ${address}。`}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ...LIST_MARKS]} maxCount={50} />
      </Form.Item>
      <Button id="policy-save" type="primary" htmlType="submit" loading={busy}>
        保存
      </Button>
    </Form>
  );
}
