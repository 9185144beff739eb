import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  text: string;
}
/** What a client of the closed loop does again and again; answers whether it got the right answer. */
export type Turn = (client: number, turn: number) => Promise<boolean>;
export interface Load {
  /** Right answers in a second. */
  perSecond: number;
  right: number;
  wrong: number;
  seconds: number;
}

/** Connections that stay open, as many as clients. */
export class Http {
  readonly #agent: Agent;
  readonly #host: string;
  readonly #port: number;
  constructor(origin: string, connections: number) {
    const { hostname, port } = new URL(origin);
    this.#host = hostname;
    this.#port = Number(port);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** One request; rejects only when no answer came. */
  ask(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = text === undefined ? headers : { ...headers, 'content-type': 'application/json' };
    return new Promise((done, fail) => {
      const asked = request(
        { host: this.#host, port: this.#port, method, path, headers: sent, agent: this.#agent },
        (reply) => {
          const chunks: Buffer[] = [];
          reply.on('data', (chunk: Buffer) => chunks.push(chunk));
          reply.on('end', () => done({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
          reply.on('error', fail);
        },
      );
      asked.on('error', fail);
      asked.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Closed loop: each client takes its next turn when the last one is answered, until the time is over or `enough` says so. */
export async function drive(
  clients: number,
  ms: number,
  turn: Turn,
  enough: () => boolean = () => false,
): Promise<Load> {
  let [right, wrong] = [0, 0];
  const began = performance.now();
  const over = () => performance.now() - began >= ms || enough();
  const client = async (index: number): Promise<void> => {
    for (let n = 0; !over(); n++) {
      if (await turn(index, n)) right++;
      else wrong++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: right / seconds, right, wrong, seconds };
}

/** The value below which a part (0 to 1) of them lie. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Runs work for every item, some at a time. */
export async function each<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
