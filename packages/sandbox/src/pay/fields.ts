import { paramError } from './refusal.ts';

/** A field of a request body. `label` is the Chinese name in WeChat's messages; strings are counted in characters. */
export type Field = { label: string; required?: boolean } & (
  | { type: 'string'; min?: number; max: number; pattern?: RegExp; oneOf?: readonly string[] }
  | { type: 'integer'; min: number; max?: number }
  | { type: 'boolean' }
  | { type: 'object'; fields: Fields }
  | { type: 'array'; max: number; item: Field }
);
export type Fields = Record<string, Field>;

/** The body as T once every field has the type and limits of `fields`; else PARAM_ERROR naming the first that has not. Fields
 * that WeChat does not know are ignored, as WeChat does. */
export function checkBody<T>(body: unknown, fields: Fields): T {
  if (!isRecord(body)) throw paramError('请求体不是合法的 JSON 对象', { location: 'body' });
  checkFields(body, fields, '');
  return body as T;
}

function checkFields(record: Record<string, unknown>, fields: Fields, path: string): void {
  for (const [name, field] of Object.entries(fields)) checkField(record[name], field, `${path}/${name}`);
}

function checkField(value: unknown, field: Field, path: string): void {
  if (value === undefined || value === null) {
    if (field.required) refuse(path, value, `映射到字段“${field.label}”必填性规则校验失败，此字段为必填项`);
    return;
  }
  if (field.type === 'string') checkString(value, field, path);
  else if (field.type === 'integer') checkInteger(value, field, path);
  else if (field.type === 'array') checkArray(value, field, path);
  else if (field.type === 'boolean' && typeof value !== 'boolean') refuseType(path, field, value, 'bool');
  else if (field.type === 'object') {
    if (!isRecord(value)) refuseType(path, field, value, 'object');
    checkFields(value, field.fields, path);
  }
}

function checkString(value: unknown, field: Field & { type: 'string' }, path: string): void {
  if (typeof value !== 'string') refuseType(path, field, value, 'string');
  const rule = `映射到值字段“${field.label}”字符串规则校验失败，`;
  const length = [...value].length;
  const min = field.min ?? (field.required ? 1 : 0);
  if (length < min) refuse(path, value, `${rule}字符数 ${length}，小于最小值 ${min}`);
  if (length > field.max) refuse(path, value, `${rule}字符数 ${length}，大于最大值 ${field.max}`);
  if (field.pattern && !field.pattern.test(value)) {
    refuse(path, value, `${rule}字符串必须匹配正则表达式“${field.pattern.source}”`);
  }
  if (field.oneOf && !field.oneOf.includes(value)) refuse(path, value, `${rule}取值只能是 ${field.oneOf.join('、')}`);
}

function checkInteger(value: unknown, field: Field & { type: 'integer' }, path: string): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuseType(path, field, value, 'int');
  const rule = `映射到数值字段“${field.label}”规则校验失败，`;
  if (value < field.min) refuse(path, value, `${rule}值低于最小值 ${field.min}`);
  if (field.max !== undefined && value > field.max) refuse(path, value, `${rule}值高于最大值 ${field.max}`);
}

function checkArray(value: unknown, field: Field & { type: 'array' }, path: string): void {
  if (!Array.isArray(value)) refuseType(path, field, value, 'array');
  if (value.length > field.max) {
    refuse(path, value.length, `映射到数组字段“${field.label}”规则校验失败，元素数大于最大值 ${field.max}`);
  }
  value.forEach((item, index) => {
    checkField(item, { ...field.item, required: true }, `${path}/${index}`);
  });
}

function refuseType(path: string, field: Field, value: unknown, wanted: string): never {
  throw paramError(
    `无法将 JSON 输入源“/body${path}”映射到目标字段“${field.label}”中，此字段需要一个 ${wanted} 类型的 Json 值`,
    { location: 'body', field: path, value },
  );
}

function refuse(path: string, value: unknown, rule: string): never {
  throw paramError(`输入源“/body${path}”${rule}`, { location: 'body', field: path, value: value ?? '' });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
