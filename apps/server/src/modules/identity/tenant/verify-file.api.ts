import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { named } from '../../../kernel/schema.ts';

export const verifyFileRefusals = refusals({
  TOO_MANY_VERIFY_FILES: { status: 409, message: '验证文件最多保留 20 个，请先删除用过的' },
});

/** MP_verify_….txt of an official account, ….txt of a mini program's business domain. */
export const VERIFY_FILE = '^[A-Za-z0-9_]{8,64}\\.txt$';
const name = Type.String({ pattern: VERIFY_FILE });
const content = Type.String({ pattern: '^[A-Za-z0-9]{8,128}$', description: 'As WeChat gave it' });
const params = Type.Object({ name });
const VerifyFile = Type.Object({ name: Type.String(), address: Type.String({ description: 'Where WeChat reads it' }) });
const reply = { status: 200, schema: Type.Object({ items: Type.Array(VerifyFile) }) } as const;

export const listVerifyFiles = operation({
  method: 'GET',
  url: '/admin/wechat/files',
  operationId: 'listVerifyFiles',
  tag: 'tenant',
  summary: 'The files with which WeChat is shown that a domain is the shop’s',
  audience: 'settings:read',
  reply,
});
export const putVerifyFile = operation({
  method: 'PUT',
  url: '/admin/wechat/files/:name',
  operationId: 'putVerifyFile',
  tag: 'tenant',
  summary: 'Serves a file of WeChat’s, such as MP_verify_….txt, at the root of the shop’s domains',
  audience: 'wechat:manage',
  repeatable: true,
  params,
  body: Type.Object({ content }, { additionalProperties: false }),
  reply,
});
export const deleteVerifyFile = operation({
  method: 'DELETE',
  url: '/admin/wechat/files/:name',
  operationId: 'deleteVerifyFile',
  tag: 'tenant',
  summary: 'Serves the file no longer',
  audience: 'wechat:manage',
  repeatable: true,
  params,
  reply,
});

named({ VerifyFile });
