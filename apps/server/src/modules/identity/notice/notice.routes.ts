import { isMisconfiguration, WechatError } from '@jishi/wechat';
import { nowMs } from '../../../kernel/clock.ts';
import { common, Refusal } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings } from '../customer/index.ts';
import { wechatOf } from '../tenant/index.ts';
import * as api from './notice.api.ts';
import { COUNTED_MS, fieldsIn, fieldTrouble, KEEP_HOURS } from './notice.rules.ts';
import { accept, kindsOf, sendNotice } from './notice.service.ts';
import type { NoticeKind } from './notice.slots.ts';
import * as store from './notice.store.ts';
import { sendForgotten, sendMessage } from './notice.wechat.ts';

export const notice: Module = { name: 'identity/notice', register };

function register(platform: Platform): void {
  const { jobs, slots } = platform;
  slots.fill(belongings, {
    tables: ['notice_message', 'notice_right'],
    move: (tx, { tenantId, from, into }) => store.moveNotices(tx, tenantId, from, into),
    erase: store.eraseNotices,
  });
  keepFor(platform, 'notice_message', 'created_at', KEEP_HOURS);
  shopperRoutes(platform);
  adminRoutes(platform);
  const lane = { lane: 'wechat' } as const;
  jobs.on(sendNotice, ({ tenantId, data }) => sendMessage(platform, tenantId, data.messageId), lane);
  jobs.sweep('notices', { everyMinutes: 10, ...lane }, (tenantId) => sendForgotten(platform, tenantId));
}

function shopperRoutes(platform: Platform): void {
  const { http } = platform;
  http.read(api.getNotices, async ({ actor: { tenantId }, db }) => {
    const [appid, rows] = [await appidOf(platform, tenantId), await store.noticeRows(db, tenantId)];
    const kinds = kindsOf(platform);
    const items = rows.flatMap(({ kind, template_id: templateId, ...row }) => {
      const known = kinds.find((one) => one.code === kind);
      return known && row.appid === appid ? [{ kind, templateId, moments: [...known.moments] }] : [];
    });
    return { items };
  });
  http.change(api.acceptNotices, async ({ actor, body, tx }) => {
    await accept(platform, tx, actor, body.templateIds);
    return undefined;
  });
}

function adminRoutes(platform: Platform): void {
  const { http } = platform;
  http.read(api.listAdminNotices, async ({ actor: { tenantId }, db }) => ({
    items: await viewsOf(db, tenantId, kindsOf(platform), await appidOf(platform, tenantId)),
  }));
  http.steps(api.listNoticeTemplates, async ({ actor: { tenantId } }) => {
    const { miniProgram } = await wechatOf(platform).account(tenantId);
    const templates = await miniProgram.subscribeTemplates().catch((error: unknown) => {
      if (!(error instanceof WechatError)) throw error;
      throw isMisconfiguration(error) ? common.WECHAT_MISCONFIGURED() : common.UPSTREAM();
    });
    const items = templates.map((one) => ({
      id: one.priTmplId,
      title: one.title,
      example: one.example,
      fields: fieldsIn(one.content),
    }));
    return { items };
  });
  http.change(api.putNotice, {
    before: async ({ actor: { tenantId } }) => (await wechatOf(platform).account(tenantId)).appid,
    change: async ({ actor: { tenantId }, params, body, tx, seen: appid }) => {
      const kind = kindCalled(platform, params.kind);
      const errors = body.fields.flatMap((field) => {
        const message = fieldTrouble(field, kind.facts);
        return message ? [{ field: `fields.${field.key}`, message }] : [];
      });
      if (errors[0]) throw api.noticeRefusals.NOTICE_FIELD({ errors }, errors[0].message);
      const { templateId, title, fields } = body;
      await store.keepNotice(tx, tenantId, { kind: kind.code, appid, template_id: templateId, title, fields });
    },
    after: async ({ actor: { tenantId }, params, db }) => {
      const appid = await appidOf(platform, tenantId);
      const [view] = await viewsOf(db, tenantId, [kindCalled(platform, params.kind)], appid);
      if (!view) throw api.noticeRefusals.NOTICE_UNKNOWN();
      return view;
    },
  });
  http.change(api.dropNotice, async ({ actor: { tenantId }, params, tx }) => {
    await store.removeNotice(tx, tenantId, kindCalled(platform, params.kind).code);
    return undefined;
  });
}

/** Of the mini program; null: the shop is not connected. */
async function appidOf(platform: Platform, tenantId: number): Promise<string | null> {
  try {
    return (await wechatOf(platform).account(tenantId)).appid;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function kindCalled(platform: Platform, code: string): NoticeKind {
  const kind = kindsOf(platform).find((one) => one.code === code);
  if (!kind) throw api.noticeRefusals.NOTICE_UNKNOWN();
  return kind;
}

async function viewsOf(
  db: Db,
  tenantId: number,
  kinds: readonly NoticeKind[],
  appid: string | null,
): Promise<api.AdminNotice[]> {
  const since = new Date(nowMs() - COUNTED_MS);
  const rows = new Map((await store.noticeRows(db, tenantId)).map((row) => [row.kind, row]));
  const figures = new Map((await store.figuresSince(db, tenantId, since)).map((row) => [row.kind, row]));
  const views: api.AdminNotice[] = [];
  for (const { code, title, when, search, tip, facts } of kinds) {
    const row = rows.get(code);
    const counted = figures.get(code);
    const last = counted?.not_sent ? await store.lastFailure(db, tenantId, code, since) : undefined;
    views.push({
      kind: code,
      title,
      when,
      search,
      tip,
      facts: [...facts],
      template: row ? templateView(row, appid) : null,
      sent: counted?.sent ?? 0,
      notSent: counted?.not_sent ?? 0,
      failure: last?.status === 'sent' ? null : (last?.failure ?? null),
    });
  }
  return views;
}

const templateView = (row: store.NoticeRow, appid: string | null): api.AdminNotice['template'] => ({
  id: row.template_id,
  title: row.title,
  fields: row.fields,
  changedAt: row.changed_at.toISOString(),
  foreign: row.appid !== appid,
});
