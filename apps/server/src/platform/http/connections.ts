import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** How long each step of a request may take; what is slower is cut off, so that nobody holds a connection for ever. */
export const TIME_LIMITS = {
  /** From the first byte to the last of its body, in ms: enough for a picture from a slow phone. */
  requestTimeout: 120_000,
  /** Without a byte in either direction, in ms. */
  connectionTimeout: 180_000,
  http: {
    /** From the first byte to the end of the head, in ms. */
    headersTimeout: 30_000,
    /** How often Node looks whether one of these has passed, in ms. */
    connectionsCheckingInterval: 5_000,
  },
};

const LOOK_EVERY_MS = 100;
const followed = new WeakMap<FastifyInstance, Set<Socket>>();

/** Follows the server's connections, so that `closeServer` knows them. */
export function followConnections(server: FastifyInstance): void {
  const open = new Set<Socket>();
  followed.set(server, open);
  server.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
}

/**
 * Stops taking requests and waits for the answers under way, at most `withinMs`: then every connection is cut. Connections without a
 * request, such as those that browsers keep or open in advance, are closed at once.
 */
export async function closeServer(server: FastifyInstance, withinMs: number): Promise<void> {
  const open = followed.get(server) ?? new Set<Socket>();
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  if (withinMs <= 0) cut();
  const closed = server.close();
  for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  const look = setInterval(() => server.server.closeIdleConnections(), LOOK_EVERY_MS);
  const limit = setTimeout(cut, withinMs);
  try {
    await closed;
  } finally {
    clearInterval(look);
    clearTimeout(limit);
  }
}

/**
 * Hook that lets a connection's requests begin one after the other. Node reads all that a client sends without waiting for answers;
 * each would open its file and fill its buffers at once, and keep them for good when the client leaves before its turn.
 */
export function waitForTurn(_req: FastifyRequest, reply: FastifyReply, done: () => void): void {
  // A response has the socket only while it is the first in line.
  if (reply.raw.socket) done();
  else reply.raw.once('socket', () => done());
}
