import type { Tx } from '../../../platform/db/index.ts';
import { slot } from '../../../platform/slots.ts';
import type { Pushed } from './message.rules.ts';

/** What a module does about an event of WeChat's message push. */
export interface PushListener {
  event: string;
  /**
   * Runs in the transaction that notes the message, so once for each. WeChat waits for five seconds: what takes long goes into a job. A
   * plain push proves nothing about its content, so what matters is asked at WeChat.
   */
  take(tx: Tx, tenantId: number, message: Pushed): Promise<void>;
}
export const pushListener = slot<PushListener>('identity/tenant: message push');
