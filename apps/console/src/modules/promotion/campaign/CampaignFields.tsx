import { Button, Checkbox, Form, Input, InputNumber, Select, Space, Switch } from 'antd';
import { TimeInput } from '../../../form/TimeInput.tsx';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { GROUP_WORDS } from '../scope/offer-groups.ts';
import { ScopeInput } from '../scope/ScopeInput.tsx';
import { BrokenField } from './BrokenField.tsx';
import { BundleFields } from './BundleFields.tsx';
import { countsPieces, groupOf, isBundle, isMember, TEMPLATES, type Template } from './campaign-form.ts';
import { ExtraFields } from './ExtraFields.tsx';
import { FreightFields } from './FreightFields.tsx';
import { LimitFields } from './LimitFields.tsx';
import { SkuPrices } from './SkuPrices.tsx';

interface Fields {
  /** What has started changes only to the buyer's advantage. */
  started: boolean;
}
const useDraftValue = <T,>(name: string | string[]) => Form.useWatch(name, { preserve: true }) as T;
const whole = (min: number, max: number) => ({ min, max, precision: 0, style: { width: 130 } });
const zhe = {
  getValueProps: (percent: number | null) => ({ value: percent === null ? null : percent / 10 }),
  normalize: (typed: number | null) => (typed === null ? null : Math.round(typed * 10)),
};
const needed = (message: string) => [{ required: true, message }];

/** What kind, and when. */
export function WhenFields({ started }: Fields) {
  const isWeekly = useDraftValue<boolean>('isWeekly');
  return (
    <section className="panel">
      <h2>活动与时间</h2>
      <Form.Item name="template" label="类型">
        <Select
          disabled={started}
          style={{ maxWidth: 320 }}
          options={Object.entries(TEMPLATES).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item
        name="name"
        label="名称"
        extra="只有店员看得到"
        rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
      >
        <Input maxLength={40} showCount placeholder="例如：年货节满减" />
      </Form.Item>
      <Space wrap align="start">
        <Form.Item name="startsAt" label="开始" rules={needed('请选择开始时间')}>
          <TimeInput disabled={started} />
        </Form.Item>
        <Form.Item name="endsAt" label="结束" extra={started ? '只能延后' : undefined} rules={needed('请选择结束时间')}>
          <TimeInput />
        </Form.Item>
      </Space>
      <Form.Item name="isWeekly" label="只在每周的某些时段" valuePropName="checked">
        <Switch disabled={started} />
      </Form.Item>
      {isWeekly && (
        <>
          <Form.Item name={['weekly', 'weekdays']} label="星期" rules={needed('请至少选择一天')}>
            <Checkbox.Group
              disabled={started}
              options={[...'一二三四五六日'].map((day, n) => ({ value: n + 1, label: `周${day}` }))}
            />
          </Form.Item>
          <Space wrap align="start">
            <Form.Item name={['weekly', 'from']} label="每天从" rules={needed('请填写，例如 10:00')}>
              <Input disabled={started} placeholder="10:00" style={{ width: 130 }} />
            </Form.Item>
            <Form.Item name={['weekly', 'until']} label="到" rules={needed('请填写，例如 22:00')}>
              <Input disabled={started} placeholder="22:00" style={{ width: 130 }} />
            </Form.Item>
          </Space>
        </>
      )}
    </section>
  );
}

/** How much. */
export function GainFields({ started }: Fields) {
  const template = useDraftValue<Template>('template');
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>优惠</h2>
      {isMember(template) ? (
        <MemberFields template={template} started={started} />
      ) : groupOf(template) === 'unit-price' ? (
        <DiscountFields template={template} started={started} />
      ) : groupOf(template) === 'extra' ? (
        <ExtraFields gift={template === 'gift'} started={started} />
      ) : template === 'freight' ? (
        <FreightFields started={started} />
      ) : isBundle(template) ? (
        <BundleFields free={template === 'choice'} started={started} />
      ) : groupOf(template) === 'bundle' ? (
        <PiecesFields template={template} started={started} />
      ) : (
        <StepFields template={template} started={started} />
      )}
    </section>
  );
}

const Zhe = ({ name, started, label = '打几折' }: { name: (string | number)[]; started: boolean; label?: string }) => (
  <Form.Item name={name} label={label} rules={needed('请填写 0.1 到 9.9 之间的折扣')} {...zhe}>
    <InputNumber min={0.1} max={9.9} step={0.5} precision={1} suffix="折" disabled={started} style={{ width: 130 }} />
  </Form.Item>
);

function DiscountFields({ template, started }: Fields & { template: Template }) {
  return (
    <>
      {template === 'price' ? (
        <Form.Item name={['discount', 'prices']} label="每个规格的活动价">
          <SkuPrices disabled={started} />
        </Form.Item>
      ) : template === 'percent' ? (
        <Zhe name={['discount', 'payPercent']} started={started} />
      ) : (
        <Form.Item name={['discount', 'offFen']} label="每件减多少" rules={needed('请填写每件减多少元，最多两位小数')}>
          <YuanInput disabled={started} style={{ width: 160 }} />
        </Form.Item>
      )}
      <LimitFields of="discount" started={started} />
    </>
  );
}

function MemberFields({ template, started }: Fields & { template: Template }) {
  return (
    <>
      <Form.Item name={['member', 'level']} label="什么会员可享" extra="在客户详情里设置会员等级">
        <Select
          disabled={started}
          style={{ width: 160 }}
          options={[1, 2, 3, 4, 5].map((level) => ({ value: level, label: `VIP${level} 及以上` }))}
        />
      </Form.Item>
      {template === 'memberPrice' ? (
        <Form.Item name={['member', 'prices']} label="每个规格的会员价">
          <SkuPrices disabled={started} />
        </Form.Item>
      ) : (
        <Zhe name={['member', 'payPercent']} started={started} />
      )}
    </>
  );
}

function StepFields({ template, started }: Fields & { template: Template }) {
  const isPercent = template === 'amountPercent' || template === 'piecesPercent';
  const most = template === 'eachOff' ? 1 : 10;
  return (
    <>
      <Form.List name={['reduction', 'steps']}>
        {(steps, { add, remove }) => (
          <>
            {steps.slice(0, most).map(({ key, name }) => (
              <Space key={key} wrap align="start">
                <Form.Item
                  name={[name, 'from']}
                  label={template === 'eachOff' ? '每满' : '满'}
                  rules={needed('请填写门槛')}
                >
                  {countsPieces(template) ? (
                    <InputNumber {...whole(1, 9999)} suffix="件" disabled={started} />
                  ) : (
                    <YuanInput disabled={started} style={{ width: 160 }} />
                  )}
                </Form.Item>
                {isPercent ? (
                  <Zhe name={[name, 'payPercent']} started={started} />
                ) : (
                  <Form.Item name={[name, 'offFen']} label="减" rules={needed('请填写减多少元，最多两位小数')}>
                    <YuanInput disabled={started} style={{ width: 160 }} />
                  </Form.Item>
                )}
                {steps.length > 1 && !started && most > 1 && (
                  <Button type="text" danger style={{ marginTop: 30 }} onClick={() => remove(name)}>
                    删除这一档
                  </Button>
                )}
              </Space>
            ))}
            {steps.length < most && !started && (
              <Form.Item>
                <Button onClick={() => add({ from: null, offFen: null, payPercent: null })}>增加一档</Button>
              </Form.Item>
            )}
          </>
        )}
      </Form.List>
      <Form.Item name={['reduction', 'capFen']} label="每单最多减" extra="不填：不封顶">
        <YuanInput disabled={started} style={{ width: 160 }} />
      </Form.Item>
      <BrokenField
        of="reduction"
        started={started}
        options={[
          { value: 'keep', label: '按实付金额退款，其余商品保留优惠' },
          { value: 'deduct', label: '其余商品按剩下能达到的档位计算，从退款中扣除多减的金额' },
        ]}
      />
    </>
  );
}

function PiecesFields({ template, started }: Fields & { template: Template }) {
  return (
    <Space wrap align="start">
      <Form.Item
        name={['pieces', 'pieces']}
        label={template === 'nth' ? '第几件' : '几件一组'}
        rules={needed('请填写 2 到 20')}
      >
        <InputNumber {...whole(2, 20)} suffix="件" disabled={started} />
      </Form.Item>
      {template === 'nth' ? (
        <Zhe name={['pieces', 'payPercent']} started={started} label="这一件打几折" />
      ) : (
        <Form.Item name={['pieces', 'priceFen']} label="一组多少钱" rules={needed('请填写一组的价格')}>
          <YuanInput disabled={started} style={{ width: 160 }} />
        </Form.Item>
      )}
      <Form.Item name={['pieces', 'mostSets']} label="每单最多几组" extra="不填：不限">
        <InputNumber {...whole(1, 100)} suffix="组" disabled={started} />
      </Form.Item>
    </Space>
  );
}

/** For what goods, and beside what else. */
export function RangeFields({ started }: Fields) {
  const template = useDraftValue<Template>('template');
  const own = groupOf(template);
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>商品与叠加</h2>
      {!isBundle(template) && (
        <Form.Item name="scope" label="参加的商品">
          <ScopeInput disabled={started} />
        </Form.Item>
      )}
      <Form.Item
        name="excludes"
        label="不与这些优惠同时使用"
        extra={own === 'extra' ? '同一件商品只按一个活动赠送或换购' : '同类活动总是只取最优惠的一个'}
      >
        <Checkbox.Group
          disabled={started}
          options={Object.entries(GROUP_WORDS)
            .filter(([value]) => value !== own)
            .map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
    </section>
  );
}
