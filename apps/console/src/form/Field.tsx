import { Form, type FormItemProps } from 'antd';
import { cloneElement, type ReactElement } from 'react';
import { type FieldLimit, type RuleWords, rulesOf } from './rules.ts';

type Props<T> = Omit<FormItemProps<T>, 'required' | 'children'> & {
  /** What the server takes: a constant of `@jishi/api-client/limits`, e.g. `createGoods.title`. */
  limit: FieldLimit;
  /** Said when nothing is given; left out: the field may stay empty. */
  required?: string;
  /** Said when the pattern does not fit. */
  patternWords?: string;
  /** One input; it gets `maxLength`, or `min` and `max`, from the limit. */
  children: ReactElement<Record<string, unknown>>;
};

/** A form's field that keeps to the server's limits: refuses before sending what the server would refuse, in the same words. */
export function Field<T>({ limit, required, patternWords, children, rules = [], ...item }: Props<T>) {
  const words: RuleWords = {
    ...(required === undefined ? {} : { required }),
    ...(patternWords === undefined ? {} : { pattern: patternWords }),
  };
  return (
    <Form.Item<T> {...(item as FormItemProps<T>)} rules={[...rulesOf(limit, words), ...rules]}>
      {cloneElement(children, { ...boundsOf(limit), ...children.props })}
    </Form.Item>
  );
}

const boundsOf = ({ maxLength, minimum, maximum }: FieldLimit): Record<string, unknown> => ({
  ...(maxLength === undefined ? {} : { maxLength }),
  ...(minimum === undefined && maximum === undefined ? {} : { min: minimum, max: maximum, precision: 0 }),
});
