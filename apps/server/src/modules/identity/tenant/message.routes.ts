import { type MessageCrypto, WechatSignatureError } from '@jishi/wechat';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../../kernel/refusal.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './message.api.ts';
import { fieldOf, messageId, reminderOf } from './message.rules.ts';
import { pushListener } from './message.slots.ts';
import { noteMessage } from './message.store.ts';
import { wechatOf } from './tenant.wechat.ts';

/** What WeChat takes for heard. */
const HEARD = 'success';

/** The message push of each shop's mini program. What is forged is refused before anything is read or asked. */
export function messageRoutes(platform: Platform): void {
  const { http, database, slots } = platform;
  // Longer than WeChat repeats anything, and long enough for somebody to read a reminder.
  keepFor(platform, 'tenant_message', 'received_at', 30 * 24);
  http.steps(api.checkMessageUrl, async ({ actor, req }) =>
    verified(platform, actor.tenantId, (crypto) => crypto.verifyUrl(queryOf(req))),
  );
  http.steps(api.pushMessage, async ({ actor: { tenantId }, req }) => {
    const message = await verified(platform, tenantId, (crypto) =>
      crypto.decrypt(queryOf(req), typeof req.body === 'string' ? req.body : ''),
    );
    const event = fieldOf(message, 'Event');
    const reminder = reminderOf(message);
    const listeners = slots.all(pushListener).filter((one) => one.event === event);
    // What nobody here wants, such as what a person writes to the shop, is not kept.
    if (listeners.length === 0 && reminder === null) return HEARD;
    await database.inTx(tenantId, async (tx) => {
      if (!(await noteMessage(tx, tenantId, { id: messageId(message), event, reminder }))) return;
      for (const { take } of listeners) await take(tx, tenantId, message);
    });
    return HEARD;
  });
}

/** What `read` makes of a request whose signature is right. Refuses with MESSAGE_FORGED, also when the shop has no message push. */
async function verified<T>(platform: Platform, tenantId: number, read: (crypto: MessageCrypto) => T): Promise<T> {
  try {
    const { messageCrypto } = await wechatOf(platform).account(tenantId);
    if (!messageCrypto) throw new WechatSignatureError('the shop has no message push');
    return read(messageCrypto);
  } catch (error) {
    if (!(error instanceof WechatSignatureError || error instanceof Refusal)) throw error;
    platform.metrics.count('wechat_notice_refused');
    throw api.messageRefusals.MESSAGE_FORGED();
  }
}

/** A name that comes twice is none. */
const queryOf = (req: FastifyRequest): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(req.query as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
