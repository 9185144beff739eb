import { fieldRefusal, paramError, unknownFields } from './refusal.ts';

/** A field of a request body. `label` is the Chinese name in WeChat's messages. */
export type Field = { label: string; required?: boolean } & (
  | TextField
  | { type: 'integer'; min: number; max?: number }
  | { type: 'boolean' }
  | { type: 'object'; fields: Fields }
  | { type: 'array'; min?: number; max: number; item: Field }
);
/** Counted in characters, or in bytes where WeChat counts those (it says “字节数”); empty text is refused unless `min` is 0. */
interface TextField {
  type: 'string';
  unit?: 'characters' | 'bytes';
  min?: number;
  max: number;
  pattern?: RegExp;
  oneOf?: readonly string[];
}
export type Fields = Record<string, Field>;

/**
 * The body as T once it holds no field that is not in `fields`, and every one has the type and limits of `fields`; else PARAM_ERROR
 * naming the unknown ones, or the first that is wrong.
 */
export function checkBody<T>(body: unknown, fields: Fields): T {
  if (!isRecord(body)) throw paramError('请求体不是合法的 JSON 对象', { location: 'body' });
  const unknown = undocumented(body, fields, '/body');
  if (unknown.length > 0) throw unknownFields(unknown);
  checkFields(body, fields, '');
  return body as T;
}

/** The paths of what no document names, in the order in which they came. */
function undocumented(record: Record<string, unknown>, fields: Fields, path: string): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const field = fields[name];
    return field ? within(value, field, `${path}/${name}`) : [`${path}/${name}`];
  });
}

function within(value: unknown, field: Field, path: string): string[] {
  if (field.type === 'object' && isRecord(value)) return undocumented(value, field.fields, path);
  if (field.type !== 'array' || !Array.isArray(value)) return [];
  return value.flatMap((item, index) => within(item, field.item, `${path}/${index}`));
}

function checkFields(record: Record<string, unknown>, fields: Fields, path: string): void {
  for (const [name, field] of Object.entries(fields)) checkField(record[name], field, `${path}/${name}`);
}

function checkField(value: unknown, field: Field, path: string): void {
  if (value === undefined || value === null) {
    if (field.required)
      throw fieldRefusal(`输入源“/body${path}”映射到字段“${field.label}”必填性规则校验失败，此字段为必填项`, null);
    return;
  }
  if (field.type === 'string') checkText(value, field, path);
  else if (field.type === 'integer') checkInteger(value, field, path);
  else if (field.type === 'array') checkArray(value, field, path);
  else if (field.type === 'boolean' && typeof value !== 'boolean') refuseType(path, field, value, '布尔值');
  else if (field.type === 'object') {
    if (!isRecord(value)) refuseType(path, field, value, ' Json 对象');
    checkFields(value, field.fields, path);
  }
}

function checkText(value: unknown, field: Field & TextField, path: string): void {
  if (typeof value !== 'string') refuseType(path, field, value, '字符串');
  const rule = `输入源“/body${path}”映射到值字段“${field.label}”字符串规则校验失败，`;
  const isBytes = field.unit === 'bytes';
  const length = isBytes ? Buffer.byteLength(value) : [...value].length;
  const counted = `${isBytes ? '字节数' : '字符数'} ${length}`;
  const min = field.min ?? 1;
  // WeChat shows the length here, not the text.
  if (length < min) throw fieldRefusal(`${rule}${counted}，小于最小值 ${min}`, length);
  if (length > field.max) throw fieldRefusal(`${rule}${counted}，大于最大值 ${field.max}`, length);
  if (field.pattern && !field.pattern.test(value))
    throw fieldRefusal(`${rule}字符串必须匹配正则表达式“${field.pattern.source}”`, value);
  if (field.oneOf && !field.oneOf.includes(value))
    throw fieldRefusal(`${rule}取值只能是 ${field.oneOf.join('、')}`, value);
}

function checkInteger(value: unknown, field: Field & { type: 'integer' }, path: string): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuseType(path, field, value, ' 64 位有符号整数');
  const rule = `输入源“/body${path}”映射到数值字段“${field.label}”规则校验失败，`;
  if (value < field.min) throw fieldRefusal(`${rule}值低于最小值 ${field.min}`, value);
  if (field.max !== undefined && value > field.max) throw fieldRefusal(`${rule}值高于最大值 ${field.max}`, value);
}

function checkArray(value: unknown, field: Field & { type: 'array' }, path: string): void {
  if (!Array.isArray(value)) refuseType(path, field, value, ' Json 数组');
  const rule = `输入源“/body${path}”映射到字段“${field.label}”多重性规则校验失败，此字段个数为 ${value.length} 个，`;
  if (value.length < (field.min ?? 0)) throw fieldRefusal(`${rule}低于最小值 ${field.min}`, value.length);
  if (value.length > field.max) throw fieldRefusal(`${rule}高于最大值 ${field.max}`, value.length);
  value.forEach((item, index) => {
    checkField(item, { ...field.item, required: true }, `${path}/${index}`);
  });
}

function refuseType(path: string, field: Field, value: unknown, wanted: string): never {
  throw fieldRefusal(
    `无法将 JSON 输入源“/body${path}”映射到目标字段“${field.label}”中，此字段需要一个合法的${wanted}`,
    value,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
