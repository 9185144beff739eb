import { randomBytes, randomUUID } from 'node:crypto';
import { encryptResource } from '@jishi/wechat';
import type { CallbackFault, Faults } from '../faults.ts';
import type { Keys } from '../keys.ts';
import type { Callback, CallbackAttempt, Store } from '../state.ts';
import { newRequestId } from './numbers.ts';
import { type Spoil, signatureHeaders } from './signed.ts';
import { rfc3339 } from './time.ts';

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
/** Waits before the 15 repeats, in ms. Source: WeChat Pay, 支付成功回调通知. */
export const RETRY_SCHEDULE_MS = [
  15 * S,
  15 * S,
  30 * S,
  3 * MIN,
  10 * MIN,
  20 * MIN,
  30 * MIN,
  30 * MIN,
  30 * MIN,
  60 * MIN,
  3 * H,
  3 * H,
  3 * H,
  6 * H,
  6 * H,
] as const;
const TIMEOUT_MS = 5_000;

interface Needs {
  store: Store;
  faults: Faults;
  keys: Keys;
  settings: { emptyAssociatedData: boolean };
  now(): number;
  /** Multiplies the waits of the schedule; 1 is WeChat's own pace. */
  timeScale: number;
}

export type NewCallback = Pick<
  Callback,
  'eventType' | 'originalType' | 'summary' | 'number' | 'url' | 'keyMode' | 'resource'
>;

/** Delivers call-backs until they are accepted (200 or 204) or the schedule ends; what waits goes on after a restart. */
export class CallbackQueue {
  readonly #needs: Needs;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #stop = new AbortController();
  #gathered: string[] = [];
  #running = new Set<Promise<void>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Takes up what an earlier run left. */
  resume(): void {
    for (const callback of this.#needs.store.callbacks.all()) if (callback.state === 'pending') this.#wait(callback);
  }

  /** Queues a call-back; the first delivery is `delayMs` from now. */
  enqueue(made: NewCallback, delayMs = 0): Callback {
    const { store, faults, now } = this.#needs;
    const id = randomUUID();
    const callback = store.callbacks.put(id, {
      ...made,
      id,
      state: 'pending',
      step: 0,
      createdAtMs: now(),
      nextAttemptAtMs: now() + delayMs,
      attempts: [],
    });
    const reorder = faults.takeForCallback(callback, 'queued');
    if (!reorder) this.#wait(callback);
    else this.#gather(callback.id, reorder.left === 0);
    return callback;
  }

  /** Ends every wait and every delivery under way; they stay pending. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.forget();
    await Promise.all(this.#running);
  }

  /** Forgets the waits, for a reset. */
  forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#gathered = [];
  }

  #gather(id: string, complete: boolean): void {
    this.#gathered.push(id);
    if (complete) this.release();
  }

  /** Sends what is gathered to be reordered, the last first, each after the other. */
  release(): void {
    const lastFirst = this.#gathered.reverse();
    this.#gathered = [];
    this.#track(
      (async () => {
        for (const next of lastFirst) await this.#deliver(next);
      })(),
    );
  }

  #wait(callback: Callback): void {
    if (this.#stop.signal.aborted) return;
    const delayMs = Math.max(0, callback.nextAttemptAtMs - this.#needs.now());
    const timer = setTimeout(() => {
      this.#timers.delete(callback.id);
      this.#track(this.#deliver(callback.id));
    }, delayMs);
    this.#timers.set(callback.id, timer);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #deliver(id: string): Promise<void> {
    const { store, faults, now } = this.#needs;
    const callback = store.callbacks.get(id);
    if (callback?.state !== 'pending' || this.#stop.signal.aborted) return;
    const fault = faults.takeForCallback(callback, 'sent');
    if (fault?.action === 'delay') {
      this.#wait(store.callbacks.put(id, { ...callback, nextAttemptAtMs: now() + (fault.delayMs ?? 1_000) }));
      return;
    }
    const attempts = await this.#attempt(callback, fault);
    if (this.#stop.signal.aborted || store.callbacks.get(id) === undefined) return;
    this.#record(callback, attempts);
  }

  async #attempt(callback: Callback, fault: CallbackFault | null): Promise<CallbackAttempt[]> {
    if (fault?.action === 'drop') {
      return [{ atMs: this.#needs.now(), durationMs: 0, status: null, outcome: 'dropped', note: '按规则丢弃' }];
    }
    const spoil = fault && ['tamper', 'probe', 'stale'].includes(fault.action) ? (fault.action as Spoil) : null;
    const copies = fault?.action === 'duplicate' ? (fault.copies ?? 2) : 1;
    return Promise.all(Array.from({ length: copies }, () => this.#post(callback, spoil)));
  }

  #record(callback: Callback, attempts: CallbackAttempt[]): void {
    const { store, now, timeScale } = this.#needs;
    const all = [...callback.attempts, ...attempts];
    const wait = RETRY_SCHEDULE_MS[callback.step];
    if (attempts.some((attempt) => attempt.outcome === 'accepted')) {
      store.callbacks.put(callback.id, { ...callback, attempts: all, state: 'accepted' });
    } else if (wait === undefined) {
      store.callbacks.put(callback.id, { ...callback, attempts: all, state: 'exhausted' });
    } else {
      const nextAttemptAtMs = now() + wait * timeScale;
      this.#wait(
        store.callbacks.put(callback.id, { ...callback, attempts: all, step: callback.step + 1, nextAttemptAtMs }),
      );
    }
  }

  async #post(callback: Callback, spoil: Spoil): Promise<CallbackAttempt> {
    const { keys, settings, now } = this.#needs;
    const atMs = now();
    const startedMs = performance.now();
    const body = JSON.stringify(envelope(callback, keys.merchant.apiV3Key, settings.emptyAssociatedData));
    const ended = (
      outcome: CallbackAttempt['outcome'],
      status: number | null,
      note: string | null,
    ): CallbackAttempt => ({
      atMs,
      durationMs: Math.round(performance.now() - startedMs),
      status,
      outcome,
      note,
    });
    try {
      const answer = await fetch(callback.url, {
        method: 'POST',
        body,
        headers: {
          'Content-Type': 'application/json',
          Accept: '*/*',
          'User-Agent': 'Mozilla/4.0',
          'Request-ID': newRequestId(),
          ...signatureHeaders(body, { keys, mode: callback.keyMode, nowMs: atMs, spoil }),
        },
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      const text = await answer.text();
      const accepted = answer.status === 200 || answer.status === 204;
      return ended(accepted ? 'accepted' : 'refused', answer.status, accepted ? null : text.slice(0, 200));
    } catch (error) {
      return ended('unreachable', null, reasonOf(error));
    }
  }
}

/** The notification as WeChat posts it; encrypted anew for every delivery. */
function envelope(callback: Callback, apiV3Key: string, isBare: boolean): Record<string, unknown> {
  const nonce = randomBytes(6).toString('hex');
  const associatedData = isBare ? '' : callback.originalType;
  return {
    id: callback.id,
    create_time: rfc3339(callback.createdAtMs),
    resource_type: 'encrypt-resource',
    event_type: callback.eventType,
    summary: callback.summary,
    resource: {
      original_type: callback.originalType,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: encryptResource(JSON.stringify(callback.resource), apiV3Key, associatedData, nonce),
      associated_data: associatedData,
      nonce,
    },
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 200) : String(cause);
}
