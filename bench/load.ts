import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  text: string;
}
/**
 * What a client of the closed loop does again and again; answers whether it got the right answer. A number: it did, and the part of
 * the turn that is measured took so many ms.
 */
export type Turn = (client: number, turn: number) => Promise<boolean | number>;
export interface Load {
  /** Right answers in a second. */
  perSecond: number;
  right: number;
  wrong: number;
  seconds: number;
  /** Of the right answers, in ms. */
  timesMs: number[];
}

/**
 * Connections that stay open, as many as requests were ever under way. Written to the socket and read from it directly: Node's own client would take
 * half a core of the two that the programs under test have. Understands what they answer: HTTP/1.1 with a content-length.
 */
export class Http {
  readonly #host: string;
  readonly #port: number;
  readonly #idle: Connection[] = [];
  readonly #open = new Set<Connection>();
  constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /** One request; rejects only when no answer came. */
  async ask(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}:${this.#port}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    if (text) head += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
    const connection = this.#take();
    try {
      return await connection.ask(`${head}\r\n${text}`);
    } finally {
      this.#giveBack(connection);
    }
  }

  close(): void {
    for (const connection of this.#open) connection.end();
  }

  #take(): Connection {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const made: Connection = new Connection(this.#host, this.#port, () => {
      this.#open.delete(made);
      // Servers close what was idle for long.
      const at = this.#idle.indexOf(made);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#open.add(made);
    return made;
  }

  #giveBack(connection: Connection): void {
    if (this.#open.has(connection)) this.#idle.push(connection);
  }
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** One request at a time. */
class Connection {
  readonly #socket: Socket;
  #come: Buffer = Buffer.alloc(0);
  #asked: { done(answer: Answer): void; fail(error: Error): void } | null = null;
  readonly #onLost: () => void;

  constructor(host: string, port: number, onLost: () => void) {
    this.#onLost = onLost;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#lose(error));
    this.#socket.on('close', () => this.#lose(new Error('the connection was closed')));
  }

  ask(request: string): Promise<Answer> {
    return new Promise((done, fail) => {
      this.#asked = { done, fail };
      this.#socket.write(request);
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#come = this.#come.length > 0 ? Buffer.concat([this.#come, chunk]) : chunk;
    const headEnd = this.#come.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#come.toString('latin1', 0, headEnd);
    const start = headEnd + HEAD_END.length;
    if (/\r\ntransfer-encoding:/i.test(head)) {
      this.#lose(new Error('an answer in chunks cannot be read here'));
      return;
    }
    const end = start + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#come.length < end) return;
    const answer = { status: Number(head.slice(9, 12)), text: this.#come.toString('utf8', start, end) };
    this.#come = this.#come.subarray(end);
    const asked = this.#asked;
    this.#asked = null;
    asked?.done(answer);
  }

  #lose(error: Error): void {
    this.#onLost();
    this.#asked?.fail(error);
    this.#asked = null;
    this.#socket.destroy();
  }
}

/** Closed loop: each client takes its next turn when the last one is answered, until the time is over or `enough` says so. */
export async function drive(
  clients: number,
  ms: number,
  turn: Turn,
  enough: () => boolean = () => false,
): Promise<Load> {
  let wrong = 0;
  const timesMs: number[] = [];
  const began = performance.now();
  const over = () => performance.now() - began >= ms || enough();
  const client = async (index: number): Promise<void> => {
    for (let n = 0; !over(); n++) {
      const turned = performance.now();
      const answer = await turn(index, n);
      if (answer === false) wrong++;
      else timesMs.push(answer === true ? performance.now() - turned : answer);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: timesMs.length / seconds, right: timesMs.length, wrong, seconds, timesMs };
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
