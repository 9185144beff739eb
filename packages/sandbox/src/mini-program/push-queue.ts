import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { MessageCrypto } from '@jishi/wechat';
import type { Faults, PushFault } from '../faults.ts';
import type { Keys } from '../keys.ts';
import type { Push, Store } from '../state.ts';

/** WeChat waits so long for an answer, and tries again at once, three times in all. Source: 消息推送. */
const TIMEOUT_MS = 5_000;
const TRIES = 3;

interface Needs {
  store: Store;
  faults: Faults;
  keys: Keys;
  settings: { messageUrl: string; messagePlain: boolean; messageXml: boolean };
  now(): number;
}

/** Message push of the mini program: tells the server set in the settings what happened; what waits goes on after a restart. */
export class PushQueue {
  readonly #needs: Needs;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  resume(): void {
    for (const push of this.#needs.store.pushes.all()) if (push.state === 'pending') this.#begin(push.id);
  }

  /** Tells an event; nothing when no address is set. */
  tell(event: string, fields: Record<string, unknown>): Push | null {
    const { store, settings, keys, now } = this.#needs;
    if (settings.messageUrl === '') return null;
    const id = randomUUID();
    const message = {
      ToUserName: originalId(keys),
      FromUserName: 'oWeChatTeam0000000000000000',
      CreateTime: Math.floor(now() / 1000),
      MsgType: 'event',
      Event: event,
      ...fields,
    };
    const push = store.pushes.put(id, { id, event, message, state: 'pending', statuses: [] });
    this.#begin(id);
    return push;
  }

  /** What WeChat asks when the address is saved: true when it is answered with the echostr. */
  async checksAddress(): Promise<boolean> {
    const echostr = randomBytes(8).toString('hex');
    const { settings } = this.#needs;
    const query = new URLSearchParams({ ...this.#signed(), echostr });
    const answer = await fetch(`${settings.messageUrl}?${query}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return answer.status === 200 && (await answer.text()) === echostr;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  #begin(id: string): void {
    const work = this.#deliver(id);
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #deliver(id: string): Promise<void> {
    const { store, faults } = this.#needs;
    for (let push = store.pushes.get(id); push?.state === 'pending'; push = store.pushes.get(id)) {
      const fault = faults.takeForPush(push.event);
      const statuses = fault?.action === 'drop' ? [null] : await this.#send(push, fault?.action ?? null);
      if (this.#stop.signal.aborted || store.pushes.get(id) === undefined) return;
      const all = [...push.statuses, ...statuses];
      const isLost = fault?.action === 'drop' || all.length >= TRIES;
      store.pushes.put(id, {
        ...push,
        statuses: all,
        state: statuses.includes(200) ? 'accepted' : isLost ? 'lost' : 'pending',
      });
    }
  }

  #send({ message }: Push, action: PushFault['action'] | null): Promise<(number | null)[]> {
    return Promise.all(Array.from({ length: action === 'duplicate' ? 2 : 1 }, () => this.#post(message, action)));
  }

  /** The HTTP status; null when there was no answer. What is not answered with `success` or nothing counts as refused. */
  async #post(message: Push['message'], action: PushFault['action'] | null): Promise<number | null> {
    const { settings } = this.#needs;
    const { query, body } = this.#sealed(message);
    if (action === 'tamper')
      for (const name of ['signature', 'msg_signature']) if (query[name]) query[name] = '0'.repeat(40);
    try {
      const answer = await fetch(`${settings.messageUrl}?${new URLSearchParams(query)}`, {
        method: 'POST',
        body,
        headers: { 'content-type': settings.messageXml ? 'text/xml' : 'application/json' },
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      const text = await answer.text();
      return answer.status === 200 && text !== '' && text !== 'success' ? 500 : answer.status;
    } catch {
      return null;
    }
  }

  #sealed(message: Push['message']): { query: Record<string, string>; body: string } {
    const { settings, keys } = this.#needs;
    const write = settings.messageXml ? asXml : JSON.stringify;
    const signed = this.#signed();
    if (settings.messagePlain) return { query: signed, body: write(message) };
    const { messageToken: token, messageKey: encodingAesKey, appid } = keys.merchant;
    const crypto = new MessageCrypto({ token, encodingAesKey, appid });
    const { Encrypt, MsgSignature } = crypto.encryptReply(write(message), Number(signed.timestamp), signed.nonce ?? '');
    return {
      query: { ...signed, encrypt_type: 'aes', msg_signature: MsgSignature },
      body: write({ ToUserName: message.ToUserName, Encrypt }),
    };
  }

  #signed(): Record<string, string> {
    const timestamp = String(Math.floor(this.#needs.now() / 1000));
    const nonce = randomBytes(5).toString('hex');
    const parts = [this.#needs.keys.merchant.messageToken, timestamp, nonce].sort().join('');
    return { signature: createHash('sha1').update(parts).digest('hex'), timestamp, nonce };
  }
}

/** The mini program's original id. */
const originalId = ({ merchant }: Keys): string => `gh_${merchant.appid.slice(2, 14)}`;

const asXml = (fields: Record<string, unknown>): string => `<xml>${elements(fields)}</xml>`;
const elements = (fields: object): string =>
  Object.entries(fields)
    .flatMap(([name, value]) => [value].flat().map((one) => `<${name}>${content(one)}</${name}>`))
    .join('');
function content(value: unknown): string {
  if (typeof value === 'object' && value !== null) return elements(value);
  return typeof value === 'number' ? String(value) : `<![CDATA[${value}]]>`;
}
