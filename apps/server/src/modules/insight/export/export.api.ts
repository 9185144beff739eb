import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Id, Nullable, Time } from '../../../kernel/schema.ts';

export const exportRefusals = refusals({
  EXPORT_NOT_ALLOWED: { status: 403, message: '没有查看这个列表的权限，不能导出；请联系店主开通' },
  EXPORT_BUSY: { status: 409, message: '您还有 3 个导出没有完成，请等它们结束或先取消' },
  EXPORT_NOT_READY: { status: 409, message: '导出还没有完成，请稍后再下载' },
  EXPORT_GONE: { status: 404, message: '导出文件已过期，请重新导出' },
});

const EXPORT_KINDS = ['orders', 'goods', 'stock', 'refunds', 'audit', 'codes'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

const ExportView = Type.Object({
  id: Id,
  kind: Choice(EXPORT_KINDS),
  state: Choice(['waiting', 'running', 'done', 'failed', 'cancelled']),
  rows: Type.Integer({ description: 'Written so far' }),
  bytes: Nullable(Type.Integer()),
  createdAt: Time,
  endedAt: Nullable(Time),
  file: Nullable(Type.String({ description: 'Where it is downloaded, once it is done; for its owner alone' })),
});
export type ExportView = Static<typeof ExportView>;

const ById = Type.Object({ id: Id });
export const createExport = operation({
  method: 'POST',
  url: '/admin/me/exports',
  operationId: 'createExport',
  tag: 'export',
  summary:
    'Writes a whole list into a CSV file for Excel, in the background: with the permission, the filters and the masks of the list itself',
  audience: 'staff',
  limit: { per: 'caller', burst: 20, perMinute: 10 },
  body: Type.Object(
    {
      kind: Choice(EXPORT_KINDS),
      filters: Type.Record(
        Type.String({ pattern: '^[a-zA-Z]{1,30}$' }),
        Type.Union([Type.String({ maxLength: 200 }), Type.Integer(), Type.Boolean()]),
        { description: 'Those of the list: state, number, from, to, keyword …' },
      ),
    },
    { additionalProperties: false },
  ),
  reply: { status: 202, schema: ExportView },
});
export const listExports = operation({
  method: 'GET',
  url: '/admin/me/exports',
  operationId: 'listExports',
  tag: 'export',
  summary: 'Own exports of the last seven days with their progress, the newest first, fifty at most',
  audience: 'staff',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(ExportView) }) },
});
export const cancelExport = operation({
  method: 'POST',
  url: '/admin/me/exports/:id/cancellation',
  operationId: 'cancelExport',
  tag: 'export',
  summary: 'Stops an own export and removes what it wrote',
  audience: 'staff',
  params: ById,
  repeatable: true,
  reply: { status: 200, schema: ExportView },
});
export const downloadExport = operation({
  method: 'GET',
  url: '/admin/me/exports/:id/file',
  operationId: 'downloadExport',
  tag: 'export',
  summary: 'The file of an own export, as text/csv; while its owner still has the permission',
  audience: 'staff',
  params: ById,
  reply: { status: 200, schema: Type.Unknown() },
});
