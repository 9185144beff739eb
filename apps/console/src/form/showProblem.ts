import { ApiProblem } from '@jishi/api-client';
import type { FormInstance } from 'antd';
import { tellProblem } from '../parts/ask.ts';
import { fieldPath, nearestField } from './field-path.ts';

/**
 * Puts the server's messages at their fields, or at the field around them, and scrolls to the first; what belongs to no field is
 * shown as a message. `names` says which field shows what the server calls otherwise, e.g. `{ skus: 'matrix' }`.
 */
export function showProblem(form: FormInstance, error: unknown, names: Record<string, string> = {}): void {
  const fields = error instanceof ApiProblem ? Object.entries(error.fields) : [];
  const registered = form.getFieldsError().map(({ name }) => name);
  const known = fields.flatMap(([field, text]) => {
    const name = nearestField(fieldPath(field, names), registered);
    return name ? [{ name, errors: [text] }] : [];
  });
  form.setFields(known);
  if (known[0]) form.scrollToField(known[0].name, { block: 'center' });
  if (known.length < fields.length || fields.length === 0) tellProblem(error);
}
