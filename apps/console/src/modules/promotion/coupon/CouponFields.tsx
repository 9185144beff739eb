import { Checkbox, Form, Input, InputNumber, Radio, Space, Switch } from 'antd';
import { TimeInput } from '../../../form/TimeInput.tsx';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { GROUP_WORDS } from '../scope/offer-groups.ts';
import { ScopeInput } from '../scope/ScopeInput.tsx';
import { type CouponDraft, KIND_WORDS } from './coupon-form.ts';

interface Fields {
  /** What was issued once stays as it was promised. */
  issued: boolean;
}
const useDraftValue = <T,>(name: string | string[]) => Form.useWatch(name, { preserve: true }) as T;
const whole = (min: number, max: number) => ({ min, max, precision: 0, style: { width: 130 } });

export function BenefitFields({ issued }: Fields) {
  const kind = useDraftValue<CouponDraft['rule']['kind']>(['rule', 'kind']);
  const threshold = useDraftValue<CouponDraft['threshold']>('threshold');
  return (
    <section className="panel">
      <h2>优惠</h2>
      <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
        <Input maxLength={20} showCount placeholder="例如：双十二满减券" />
      </Form.Item>
      <Form.Item name={['rule', 'kind']} label="类型">
        <Radio.Group
          disabled={issued}
          optionType="button"
          options={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      {kind === 'fixed' && (
        <Form.Item
          name={['rule', 'offFen']}
          label="减多少"
          rules={[{ required: true, message: '请填写减多少元，最多两位小数' }]}
        >
          <YuanInput disabled={issued} style={{ width: 160 }} />
        </Form.Item>
      )}
      {kind === 'percent' && (
        <Form.Item
          name={['rule', 'payPercent']}
          label="打几折"
          extra="8.5 折：原价 100 元，付 85 元"
          rules={[{ required: true, message: '请填写 0.1 到 9.9 之间的折扣' }]}
          getValueProps={(percent: number | null) => ({ value: percent === null ? null : percent / 10 })}
          normalize={(typed: number | null) => (typed === null ? null : Math.round(typed * 10))}
        >
          <InputNumber min={0.1} max={9.9} step={0.5} precision={1} addonAfter="折" disabled={issued} />
        </Form.Item>
      )}
      {kind !== 'fixed' && kind !== 'exchange' && (
        <Form.Item
          name={['rule', 'capFen']}
          label="最多减"
          extra={kind === 'freight' ? '不填：免去全部运费' : '不填：不封顶'}
        >
          <YuanInput disabled={issued} style={{ width: 160 }} />
        </Form.Item>
      )}
      {kind === 'exchange' && (
        <Form.Item
          name={['rule', 'capFen']}
          label="可兑换的商品单价不超过"
          extra="兑换下面“适用商品”中最贵的一件，免去它的全部价格；不填：不限单价"
        >
          <YuanInput disabled={issued} style={{ width: 160 }} />
        </Form.Item>
      )}
      <Form.Item name="threshold" label="使用门槛">
        <Radio.Group
          disabled={issued}
          options={[
            { value: 'amount', label: '满额可用' },
            { value: 'none', label: '无门槛' },
          ]}
        />
      </Form.Item>
      {threshold === 'amount' && (
        <Form.Item
          name={['rule', 'thresholdFen']}
          label="适用商品满多少"
          extra="按限时折扣、满减之后的金额算"
          rules={[{ required: true, message: '请填写使用门槛' }]}
        >
          <YuanInput disabled={issued} style={{ width: 160 }} />
        </Form.Item>
      )}
    </section>
  );
}

export function RangeFields({ issued }: Fields) {
  const validity = useDraftValue<CouponDraft['validity']>('validity');
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>用在哪里、什么时候用</h2>
      <Form.Item name={['rule', 'scope']} label="适用商品">
        <ScopeInput disabled={issued} />
      </Form.Item>
      <Form.Item name="validity" label="有效期">
        <Radio.Group
          disabled={issued}
          options={[
            { value: 'days', label: '领取后几天内' },
            { value: 'dates', label: '固定日期' },
          ]}
        />
      </Form.Item>
      {validity === 'days' ? (
        <Space wrap align="start">
          <Form.Item
            name={['rule', 'usableDays']}
            label="有效天数"
            rules={[{ required: true, message: '请填写 1 到 365 天' }]}
          >
            <InputNumber {...whole(1, 365)} addonAfter="天" disabled={issued} />
          </Form.Item>
          <Form.Item name={['rule', 'startAfterDays']} label="几天后生效" extra="0：领到就能用；1：次日零点起">
            <InputNumber {...whole(0, 90)} addonAfter="天" disabled={issued} />
          </Form.Item>
        </Space>
      ) : (
        <Space wrap align="start">
          <Form.Item name={['rule', 'usableFrom']} label="从">
            <TimeInput disabled={issued} />
          </Form.Item>
          <Form.Item name={['rule', 'usableUntil']} label="到" extra={issued ? '只能延后' : undefined}>
            <TimeInput />
          </Form.Item>
        </Space>
      )}
      <HoursFields issued={issued} />
      <HistoryFields issued={issued} />
    </section>
  );
}

function HoursFields({ issued }: Fields) {
  const isWeekly = useDraftValue<boolean>('isWeekly');
  const clock = [{ required: true, pattern: /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, message: '请按 10:00 这样填写' }];
  return (
    <>
      <Form.Item name="isWeekly" label="只在每周的某些时段可用" valuePropName="checked">
        <Switch disabled={issued} />
      </Form.Item>
      {isWeekly && (
        <>
          <Form.Item
            name={['rule', 'hours', 'weekdays']}
            label="星期"
            initialValue={[1, 2, 3, 4, 5, 6, 7]}
            rules={[{ required: true, message: '请至少选择一天' }]}
          >
            <Checkbox.Group
              disabled={issued}
              options={[...'一二三四五六日'].map((day, n) => ({ value: n + 1, label: `周${day}` }))}
            />
          </Form.Item>
          <Space wrap align="start">
            <Form.Item name={['rule', 'hours', 'from']} label="每天从" initialValue="10:00" rules={clock}>
              <Input disabled={issued} style={{ width: 130 }} />
            </Form.Item>
            <Form.Item name={['rule', 'hours', 'until']} label="到" initialValue="22:00" rules={clock}>
              <Input disabled={issued} style={{ width: 130 }} />
            </Form.Item>
          </Space>
        </>
      )}
    </>
  );
}

function HistoryFields({ issued }: Fields) {
  const hasHistory = useDraftValue<boolean>('hasHistory');
  const is = useDraftValue<NonNullable<CouponDraft['rule']['history']>['is'] | undefined>(['rule', 'history', 'is']);
  return (
    <>
      <Form.Item name="hasHistory" label="限定第几单使用" valuePropName="checked">
        <Switch disabled={issued} />
      </Form.Item>
      {hasHistory && (
        <Space wrap align="start">
          <Form.Item name={['rule', 'history', 'is']} label="用于" initialValue="first">
            <Radio.Group
              disabled={issued}
              options={[
                { value: 'first', label: '首单' },
                { value: 'nth', label: '第几单' },
                { value: 'again', label: '隔一段时间再来' },
              ]}
            />
          </Form.Item>
          {is && is !== 'first' && (
            <Form.Item
              name={['rule', 'history', 'n']}
              label={is === 'nth' ? '第几单' : '上次付款后几天'}
              rules={[{ required: true, message: is === 'nth' ? '请填写 2 到 365' : '请填写 1 到 365 天' }]}
            >
              <InputNumber
                {...whole(is === 'nth' ? 2 : 1, 365)}
                addonAfter={is === 'nth' ? '单' : '天'}
                disabled={issued}
              />
            </Form.Item>
          )}
        </Space>
      )}
    </>
  );
}

function HandOutFields({ issued }: Fields) {
  const access = useDraftValue<CouponDraft['rule']['access']>(['rule', 'access']);
  const handsOut = useDraftValue<boolean>('handsOut');
  if (access !== 'handed') return null;
  return (
    <>
      <Form.Item name="handsOut" label="下单后自动赠送" valuePropName="checked">
        <Switch disabled={issued} />
      </Form.Item>
      {handsOut && (
        <Space wrap align="start">
          <Form.Item name={['rule', 'handOut', 'on']} label="什么时候" initialValue="paid">
            <Radio.Group
              disabled={issued}
              options={[
                { value: 'paid', label: '付款后' },
                { value: 'received', label: '确认收货后' },
              ]}
            />
          </Form.Item>
          <Form.Item name={['rule', 'handOut', 'fromFen']} label="订单满多少" initialValue={0} extra="0：每单都送">
            <YuanInput disabled={issued} style={{ width: 160 }} />
          </Form.Item>
        </Space>
      )}
    </>
  );
}

export function IssueFields({ issued }: Fields) {
  const limited = useDraftValue<boolean>('limited');
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>发放</h2>
      <Form.Item name={['rule', 'access']} label="怎么领">
        <Radio.Group
          disabled={issued}
          options={[
            { value: 'open', label: '公开领取（领券中心、商品页）' },
            { value: 'link', label: '凭链接领取（不公开展示）' },
            { value: 'code', label: '凭兑换码' },
            { value: 'handed', label: '只由店铺发放' },
          ]}
        />
      </Form.Item>
      <HandOutFields issued={issued} />
      <Form.Item name="limited" label="限量" valuePropName="checked">
        <Switch disabled={issued} />
      </Form.Item>
      <Space wrap align="start">
        {limited && (
          <Form.Item
            name={['rule', 'total']}
            label="发放总量"
            extra={issued ? '只能增加' : undefined}
            rules={[{ required: true, message: '请填写发放总量' }]}
          >
            <InputNumber {...whole(1, 10_000_000)} addonAfter="张" />
          </Form.Item>
        )}
        <Form.Item
          name={['rule', 'perPerson']}
          label="每人限领"
          rules={[{ required: true, message: '请填写每人限领几张' }]}
        >
          <InputNumber {...whole(1, 100)} addonAfter="张" disabled={issued} />
        </Form.Item>
        <Form.Item name={['rule', 'budgetFen']} label="预算" extra="选填；未用的券也占预算，占满就停止发放">
          <YuanInput style={{ width: 160 }} />
        </Form.Item>
      </Space>
      <Form.Item name={['rule', 'newcomersOnly']} valuePropName="checked">
        <Checkbox disabled={issued}>只给没有在本店付过款的新客</Checkbox>
      </Form.Item>
      <Space wrap align="start">
        <Form.Item name={['rule', 'claimFrom']} label="开始领取" extra="选填；不填就是开始发放起">
          <TimeInput disabled={issued} />
        </Form.Item>
        <Form.Item name={['rule', 'claimUntil']} label="结束领取" extra="选填">
          <TimeInput />
        </Form.Item>
      </Space>
    </section>
  );
}

export const TogetherFields = ({ issued }: Fields) => (
  <section className="panel" style={{ marginTop: 16 }}>
    <h2>叠加与退回</h2>
    <Form.Item
      name={['rule', 'excludes']}
      label="不与这些优惠同时使用"
      extra="同类优惠券每单只用一张；商品券、全店券、运费券默认可以一起用"
    >
      <Checkbox.Group
        disabled={issued}
        options={Object.entries(GROUP_WORDS).map(([value, label]) => ({ value, label }))}
      />
    </Form.Item>
    <Form.Item
      name={['rule', 'returns']}
      label="整单退款后退回优惠券"
      valuePropName="checked"
      extra="未付款关闭的订单总会退回；部分退款不退回。退回时已过期的，延长 7 天"
    >
      <Switch disabled={issued} />
    </Form.Item>
  </section>
);
