import type { BodyOf } from '@jishi/api-client';
import { getPurseSettings, putPurseSettings } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Button, Form, InputNumber, Skeleton } from 'antd';
import { useSending } from '../../../form/useSending.ts';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';

type Settings = BodyOf<'putPurseSettings'>;

/** What points are worth, and how much of an order they may pay. */
export function PointsSettings() {
  const query = useAsk(getPurseSettings);
  return (
    <PageFrame
      title="积分与新客礼"
      sub="买家在确认订单时可以用积分抵一部分商品金额；运费不能用积分抵。已下的订单不受影响。"
    >
      <section className="panel">
        <ProblemAlert problem={query.error} onRetry={query.refetch} />
        {query.isPending && <Skeleton active />}
        {query.data && <PointsForm initial={query.data} />}
      </section>
    </PageFrame>
  );
}

function PointsForm({ initial }: { initial: Settings }) {
  const [form] = Form.useForm<Settings>();
  const { can } = useStaff();
  const change = useChanges();
  const { busy, send } = useSending<Settings>(form, async (body) => {
    await change(putPurseSettings, { body });
    tell('已保存，新的订单和新客户按这个规则');
  });
  const { pointsPerYuan, pointsMostPercent } = (Form.useWatch([], form) as Partial<Settings> | undefined) ?? initial;
  const required = { required: true, message: '请填写' };
  return (
    <Form form={form} layout="vertical" initialValues={initial} onFinish={send} disabled={!can('settings:write')}>
      <Form.Item<Settings> name="pointsPerYuan" label="多少积分抵 1 元" htmlFor="points-per-yuan" rules={[required]}>
        <InputNumber id="points-per-yuan" min={1} max={100_000} precision={0} />
      </Form.Item>
      <Form.Item<Settings>
        name="pointsMostPercent"
        label="最多抵商品金额的百分之几"
        htmlFor="points-most-percent"
        extra="按优惠后的商品金额计算，填 0 表示不能用积分。"
        rules={[required]}
      >
        <InputNumber id="points-most-percent" min={0} max={100} precision={0} />
      </Form.Item>
      {Boolean(pointsPerYuan && pointsMostPercent) && (
        <p className="quiet">
          例：商品 100 元的订单，最多用 {Math.floor((pointsPerYuan ?? 0) * (pointsMostPercent ?? 0))} 积分抵{' '}
          {pointsMostPercent} 元。
        </p>
      )}
      <Form.Item<Settings>
        name="welcomePoints"
        label="新客送积分"
        htmlFor="welcome-points"
        extra="第一次登录的买家自动得到，填 0 表示不送。"
        rules={[required]}
      >
        <InputNumber id="welcome-points" min={0} max={1_000_000} precision={0} />
      </Form.Item>
      <Form.Item<Settings> name="welcomeBonusFen" label="新客送余额（元）" htmlFor="welcome-bonus" rules={[required]}>
        <YuanInput id="welcome-bonus" style={{ width: 160 }} />
      </Form.Item>
      <Button id="points-save" type="primary" htmlType="submit" loading={busy}>
        保存
      </Button>
    </Form>
  );
}
