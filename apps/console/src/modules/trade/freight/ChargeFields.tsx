import { createFreightTemplate as limits } from '@jishi/api-client/limits';
import { Form, InputNumber, Switch } from 'antd';
import { MoneyField } from '../../../form/MoneyField.tsx';
import { type Charge, WAYS, type Way } from './freight-form.ts';

interface UnitsProps {
  by: Way;
  id?: string;
  /** Pieces, grams or cm³. */
  value?: number | null;
  onChange?: (units: number | null) => void;
}
/** What is counted, typed as the merchant says it: pieces, kilograms, cubic metres. */
function UnitsInput({ by, value, onChange, ...rest }: UnitsProps) {
  const { unit, scale, digits } = WAYS[by];
  return (
    <InputNumber
      {...rest}
      min={1 / scale}
      precision={digits}
      suffix={unit}
      value={value ? value / scale : null}
      onChange={(typed) => onChange?.(typed === null ? null : Math.round(typed * scale))}
      style={{ width: '100%' }}
    />
  );
}

/** `at`: the charge's place in the form; in a list its own path differs from the whole one. */
export function ChargeFields({ at, path }: { at: (string | number)[]; path: (string | number)[] }) {
  const by = (Form.useWatch(['terms', 'by'], { preserve: true }) as Way | undefined) ?? 'piece';
  const charge = Form.useWatch(path, { preserve: true }) as Charge | undefined;
  const { noun } = WAYS[by];
  const name = (field: keyof Charge) => [...at, field];
  const needsBoth = Boolean(charge?.freeFromFen) && Boolean(charge?.freeFromPieces);
  return (
    <>
      <Form.Item name={name('isFree')} label="包邮" valuePropName="checked">
        <Switch />
      </Form.Item>
      {!charge?.isFree && (
        <div className="fields">
          <Form.Item name={name('firstUnits')} label={`首${noun}`} rules={[{ required: true, message: '请填写' }]}>
            <UnitsInput by={by} />
          </Form.Item>
          <MoneyField
            name={name('firstFen')}
            label="首费"
            limit={{ ...limits.terms.rest.firstFen, minimum: 1 }}
            required="请填写首费；不收运费请打开“包邮”"
          />
          <Form.Item name={name('moreUnits')} label={`续${noun}`} rules={[{ required: true, message: '请填写' }]}>
            <UnitsInput by={by} />
          </Form.Item>
          <MoneyField name={name('moreFen')} label="续费" limit={limits.terms.rest.moreFen} required="请填写续费" />
          <MoneyField
            name={name('freeFromFen')}
            label="满多少元包邮"
            placeholder="不设"
            limit={limits.terms.rest.freeFromFen}
          />
          <Form.Item name={name('freeFromPieces')} label="满几件包邮">
            <InputNumber min={1} max={9999} precision={0} suffix="件" placeholder="不设" style={{ width: '100%' }} />
          </Form.Item>
          {needsBoth && (
            <Form.Item name={name('freeNeedsBoth')} label="两个条件要同时满足" valuePropName="checked">
              <Switch />
            </Form.Item>
          )}
        </div>
      )}
    </>
  );
}
