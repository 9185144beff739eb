/**
 * What a mini program lacks and TanStack Query takes for granted. The build puts these where `AbortController` is named
 * (webpack's ProvidePlugin); browsers keep their own.
 */
type Listener = () => void;

class Signal {
  aborted = false;
  reason: unknown;
  onabort: Listener | null = null;
  readonly #listeners = new Set<Listener>();
  addEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.add(listener);
  }
  removeEventListener(_type: 'abort', listener: Listener): void {
    this.#listeners.delete(listener);
  }
  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
  /** Called by the controller alone. */
  end(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.onabort?.();
    for (const listener of [...this.#listeners]) listener();
  }
}

export class AbortController {
  readonly signal = new Signal();
  abort(reason: unknown = new Error('aborted')): void {
    this.signal.end(reason);
  }
}
