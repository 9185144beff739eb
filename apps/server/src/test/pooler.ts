import net from 'node:net';

/** PgBouncer's transaction mode in small: all clients share one session of PostgreSQL, and a client between two transactions loses it. */
export interface Pooler {
  url: string;
  /** How often the session went from one client to another. */
  handovers(): number;
  close(): Promise<void>;
}

interface Client {
  socket: net.Socket;
  /** Messages that wait for the session. */
  waiting: Buffer[];
  /** Syncs and simple queries that were sent and not answered. */
  open: number;
}

const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
/** AuthenticationOk, then ReadyForQuery: what a client that comes later hears instead of PostgreSQL's greeting. */
const WELCOME = Buffer.concat([Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]), READY]);

/** Whole messages of the wire protocol (type, length, body) out of chunks. */
function messages(take: (message: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 1 + rest.readUInt32BE(1)) {
      const size = 1 + rest.readUInt32BE(1);
      take(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  };
}

export async function startPooler(serverUrl: string): Promise<Pooler> {
  const target = new URL(serverUrl);
  const server = net.connect(Number(target.port), target.hostname);
  server.setNoDelay(true);
  const clients = new Set<Client>();
  let holder: Client | null = null;
  let before: Client | null = null;
  let handovers = 0;
  let greeted = false;

  const next = (): void => {
    if (holder) return;
    holder = [...clients].find((c) => c.waiting.length > 0) ?? null;
    if (!holder) return;
    if (holder !== before) handovers++;
    before = holder;
    for (const message of holder.waiting.splice(0)) forward(holder, message);
  };
  const forward = (client: Client, message: Buffer): void => {
    if (message[0] === 0x53 || message[0] === 0x51) client.open++; // Sync, Query
    server.write(message);
  };
  server.on(
    'data',
    messages((message) => {
      const client = holder;
      client?.socket.write(message);
      if (!client || message[0] !== 0x5a) return;
      if (!greeted) greeted = true;
      else client.open--;
      if (client.open === 0 && message[5] === 0x49) {
        holder = null;
        setImmediate(next); // those who wait come first
      }
    }),
  );

  const entrance = net.createServer((socket) => {
    const client: Client = { socket, waiting: [], open: 0 };
    socket.setNoDelay(true);
    clients.add(client);
    socket.on('error', () => {});
    socket.on('close', () => clients.delete(client));
    const take = messages((message) => {
      if (message[0] === 0x58) return; // Terminate: the session stays
      if (holder === client) forward(client, message);
      else client.waiting.push(Buffer.from(message));
      next();
    });
    socket.once('data', (startup) => {
      if (greeted) socket.write(WELCOME);
      else {
        holder = client;
        server.write(startup);
      }
      socket.on('data', take);
    });
  });
  await new Promise<void>((up) => entrance.listen(0, '127.0.0.1', up));
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((entrance.address() as net.AddressInfo).port);
  return {
    url: url.href,
    handovers: () => handovers,
    close: async () => {
      server.destroy();
      for (const { socket } of clients) socket.destroy();
      await new Promise((down) => entrance.close(down));
    },
  };
}
