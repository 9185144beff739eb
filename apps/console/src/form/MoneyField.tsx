import { Form, type FormItemProps } from 'antd';
import { yuanText } from '../parts/money.ts';
import type { FieldLimit } from './rules.ts';
import { YuanInput } from './YuanInput.tsx';

type Props<T> = Omit<FormItemProps<T>, 'required' | 'children'> & {
  /** In fen, e.g. `putSettings.freight.baseFen`. */
  limit: Pick<FieldLimit, 'minimum' | 'maximum'>;
  /** Said when nothing is given; left out: the field may stay empty. */
  required?: string;
  placeholder?: string;
};

/** What is wrong with an amount, in a sentence; null when it fits. NaN is what was typed and is no amount. */
function moneyTrouble(
  fen: number | null | undefined,
  { minimum = 0, maximum = Infinity }: Props<unknown>['limit'],
): string | null {
  if (fen === null || fen === undefined) return null;
  if (Number.isNaN(fen)) return '请填写金额，最多两位小数';
  if (fen < minimum) return `不能少于 ${yuanText(minimum)}`;
  return fen > maximum ? `不能超过 ${yuanText(maximum)}` : null;
}

/** An amount typed in yuan and held in integer fen; three decimals are refused, not rounded. */
export function MoneyField<T>({ limit, required, placeholder, rules = [], ...item }: Props<T>) {
  return (
    <Form.Item<T>
      {...(item as FormItemProps<T>)}
      rules={[
        ...(required ? [{ required: true, message: required }] : []),
        {
          validator: (_rule: unknown, fen: number | null) => {
            const trouble = moneyTrouble(fen, limit);
            return trouble === null ? Promise.resolve() : Promise.reject(new Error(trouble));
          },
        },
        ...rules,
      ]}
    >
      <YuanInput strict style={{ width: 160 }} {...(placeholder ? { placeholder } : {})} />
    </Form.Item>
  );
}
