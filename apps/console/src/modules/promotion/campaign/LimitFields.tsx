import { Form, InputNumber, Space, Switch } from 'antd';

/** How many pieces a campaign gives, in all and to each person. */
export function LimitFields({ of, started }: { of: 'discount' | 'extra'; started: boolean }) {
  const quota = Form.useWatch([of, 'quota'], { preserve: true }) as number | null;
  const perPerson = Form.useWatch([of, 'perPerson'], { preserve: true }) as number | null;
  const whole = (max: number) => ({ min: 1, max, precision: 0, suffix: '件', style: { width: 130 } });
  return (
    <>
      <Space wrap align="start">
        <Form.Item name={[of, 'quota']} label="活动名额" extra={started ? '只能增加' : '不填：不限量'}>
          <InputNumber {...whole(1_000_000)} />
        </Form.Item>
        <Form.Item name={[of, 'perPerson']} label="每人限购" extra="不填：不限；超出部分按原价">
          <InputNumber {...whole(9999)} disabled={started} />
        </Form.Item>
      </Space>
      {(quota || perPerson) && (
        <Form.Item
          name={[of, 'returns']}
          label="退款后退回名额"
          extra="退款的件数可以再卖给别人，也算回这位顾客的限购数"
          valuePropName="checked"
        >
          <Switch disabled={started} />
        </Form.Item>
      )}
    </>
  );
}
