import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { checkWechat } from './check.api.ts';
import { checkConnection, REACH_PATH, reachAnswer } from './check.wechat.ts';
import * as api from './verify-file.api.ts';
import * as store from './verify-file.store.ts';

const MOST_FILES = 20;

/** Whether the connection works, and the files with which WeChat is shown whose domain it is. */
export function checkRoutes(platform: Platform): void {
  const { http } = platform;
  http.steps(checkWechat, async ({ actor: { tenantId } }) => ({ checks: await checkConnection(platform, tenantId) }));
  const files = async (db: Db | Tx, tenantId: number) => ({
    items: (await store.verifyFileNames(db, tenantId)).map((name) => ({
      name,
      address: `${platform.config.publicUrl}/${name}`,
    })),
  });
  http.read(api.listVerifyFiles, ({ actor: { tenantId }, db }) => files(db, tenantId));
  http.change(api.putVerifyFile, async ({ actor: { tenantId }, params: { name }, body: { content }, tx, notes }) => {
    const names = await store.verifyFileNames(tx, tenantId);
    if (!names.includes(name) && names.length >= MOST_FILES) throw api.verifyFileRefusals.TOO_MANY_VERIFY_FILES();
    Object.assign(notes, { name });
    await store.keepVerifyFile(tx, tenantId, name, content);
    return files(tx, tenantId);
  });
  http.change(api.deleteVerifyFile, async ({ actor: { tenantId }, params: { name }, tx, notes }) => {
    Object.assign(notes, { name });
    await store.dropVerifyFile(tx, tenantId, name);
    return files(tx, tenantId);
  });
  serveToWechat(platform);
}

/** What WeChat and this server itself ask for without being anybody. */
function serveToWechat(platform: Platform): void {
  const { http, principals, database } = platform;
  http.server.get<{ Params: { question: string } }>(`${REACH_PATH}/:question(^[\\w-]{22}$)`, (req, reply) =>
    reply.type('text/plain').header('cache-control', 'no-store').send(reachAnswer(platform, req.params.question)),
  );
  http.server.get<{ Params: { name: string } }>(`/:name(${api.VERIFY_FILE})`, async (req, reply) => {
    const tenantId = await principals.tenantOf(req.host);
    const content = await store.verifyFileContent(database.forTenant(tenantId), tenantId, req.params.name);
    if (content === null) throw common.NOT_FOUND();
    return reply.type('text/plain').header('cache-control', 'no-cache').send(content);
  });
}
