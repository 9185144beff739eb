import { ApiProblem } from '@jishi/api-client';
import type { FormInstance } from 'antd';
import { tellProblem } from '../parts/ask.ts';
import { fieldPath } from './field-path.ts';

/** Puts the server's messages at their fields and scrolls to the first; what belongs to no field is shown as a message. */
export function showProblem(form: FormInstance, error: unknown): void {
  const fields = error instanceof ApiProblem ? Object.entries(error.fields) : [];
  const registered = new Set(form.getFieldsError().map(({ name }) => JSON.stringify(name)));
  const known = fields
    .map(([field, text]) => ({ name: fieldPath(field), errors: [text] }))
    .filter(({ name }) => registered.has(JSON.stringify(name)));
  form.setFields(known);
  if (known[0]) form.scrollToField(known[0].name, { block: 'center' });
  if (known.length < fields.length || fields.length === 0) tellProblem(error);
}
