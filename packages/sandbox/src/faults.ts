/** What goes wrong with the next call-backs. `times` counts deliveries; `event` and `number` narrow it. */
export interface CallbackFault {
  target: 'callback';
  /** drop: lost on the way, the schedule goes on · duplicate: sent `copies` times at once · delay: `delayMs` later · reorder: `count`
   * call-backs are gathered and sent last first · tamper: wrong signature · probe: WECHATPAY/SIGNTEST/ · stale: signed ten minutes ago. */
  action: 'drop' | 'duplicate' | 'delay' | 'reorder' | 'tamper' | 'probe' | 'stale';
  times?: number;
  event?: string;
  number?: string;
  delayMs?: number;
  copies?: number;
  count?: number;
}

/** What goes wrong with the next calls of an interface whose path begins with `path`. */
export interface InterfaceFault {
  target: 'interface';
  /** error: answered before anything happens · lose-answer: carried out, then answered with the error · tamper: wrong signature on
   * the answer · slow: answered `delayMs` later · hang: never answered, nothing happens · hang-after: carried out, never answered. */
  action: 'error' | 'lose-answer' | 'tamper' | 'slow' | 'hang' | 'hang-after';
  path: string;
  method?: string;
  times?: number;
  /** HTTP status of the error: 500 at WeChat Pay unless said, 200 at api.weixin.qq.com. */
  status?: number;
  /** WeChat Pay's word, or an errcode of api.weixin.qq.com (-1 unless said). */
  code?: string;
  delayMs?: number;
}

/** How the next refunds end; `number` (the payment's out_trade_no) narrows it. */
export interface RefundFault {
  target: 'refund';
  action: 'abnormal' | 'closed' | 'not-enough';
  times?: number;
  number?: string;
}

/** How the next shares, their returns and transfers end; `reason` is WeChat's fail_reason. */
export interface MoneyFault {
  target: 'sharing' | 'sharing-return' | 'transfer';
  /** closed: the first receiver of a share gets nothing · failed: a return fails · accepted: a transfer waits before the receiver can
   * confirm · fail: it fails once it is confirmed · not-enough: refused for lack of money. */
  action: 'closed' | 'failed' | 'accepted' | 'fail' | 'not-enough';
  reason?: string;
  times?: number;
}

/** What goes wrong with the next messages of the message push: lost for good, sent twice at once, wrongly signed. */
export interface PushFault {
  target: 'push';
  action: 'drop' | 'duplicate' | 'tamper';
  event?: string;
  times?: number;
}

export type Fault = CallbackFault | InterfaceFault | RefundFault | MoneyFault | PushFault;
export type ActiveFault<F extends Fault = Fault> = F & { id: number; left: number };

const ACTIONS: Record<Fault['target'], readonly string[]> = {
  callback: ['drop', 'duplicate', 'delay', 'reorder', 'tamper', 'probe', 'stale'],
  interface: ['error', 'lose-answer', 'tamper', 'slow', 'hang', 'hang-after'],
  refund: ['abnormal', 'closed', 'not-enough'],
  sharing: ['closed'],
  'sharing-return': ['failed'],
  transfer: ['accepted', 'fail', 'not-enough'],
  push: ['drop', 'duplicate', 'tamper'],
};

/** The faults a test has asked for; each is used up after `times` (1 unless said). The oldest that fits is taken. */
export class Faults {
  #faults: ActiveFault[] = [];
  #lastId = 0;

  /** Throws a TypeError when the fault is not one this sandbox knows. */
  add(fault: Fault): ActiveFault {
    if (!ACTIONS[fault.target]?.includes(fault.action)) throw new TypeError('unknown fault');
    if (fault.target === 'interface' && typeof fault.path !== 'string')
      throw new TypeError('an interface fault needs a path');
    const left = fault.target === 'callback' && fault.action === 'reorder' ? (fault.count ?? 2) : (fault.times ?? 1);
    if (!Number.isInteger(left) || left < 1) throw new TypeError('times and count are whole numbers from 1');
    this.#lastId += 1;
    const active: ActiveFault = { ...fault, id: this.#lastId, left };
    this.#faults.push(active);
    return active;
  }

  list(): ActiveFault[] {
    return [...this.#faults];
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault for a call-back; `reorder` is decided when it is queued, everything else when it is sent. */
  takeForCallback(
    callback: { eventType: string; number: string },
    when: 'queued' | 'sent',
  ): ActiveFault<CallbackFault> | null {
    return this.#take(
      (fault): fault is ActiveFault<CallbackFault> =>
        fault.target === 'callback' &&
        (fault.action === 'reorder') === (when === 'queued') &&
        (fault.event === undefined || fault.event === callback.eventType) &&
        (fault.number === undefined || fault.number === callback.number),
    );
  }

  takeForInterface(method: string, path: string): ActiveFault<InterfaceFault> | null {
    return this.#take(
      (fault): fault is ActiveFault<InterfaceFault> =>
        fault.target === 'interface' &&
        path.startsWith(fault.path) &&
        (fault.method === undefined || fault.method.toUpperCase() === method),
    );
  }

  takeForRefund(outTradeNo: string): ActiveFault<RefundFault> | null {
    return this.#take(
      (fault): fault is ActiveFault<RefundFault> =>
        fault.target === 'refund' && (fault.number === undefined || fault.number === outTradeNo),
    );
  }

  takeForPush(event: string): ActiveFault<PushFault> | null {
    return this.#take(
      (fault): fault is ActiveFault<PushFault> =>
        fault.target === 'push' && (fault.event === undefined || fault.event === event),
    );
  }

  take(target: MoneyFault['target']): ActiveFault<MoneyFault> | null {
    return this.#take((fault): fault is ActiveFault<MoneyFault> => fault.target === target);
  }

  #take<A extends ActiveFault>(fits: (fault: ActiveFault) => fault is A): A | null {
    const found = this.#faults.find(fits);
    if (!found) return null;
    found.left -= 1;
    if (found.left === 0) this.#faults = this.#faults.filter((fault) => fault.id !== found.id);
    return found;
  }
}
