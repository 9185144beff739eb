import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

const HEALTH_EVERY_MS = 100;
const TRY_FOR_MS = 10_000;

interface Asked {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/**
 * What nginx or Caddy does in front of several processes: asks each whether it is ready, and passes a request that a process did not
 * answer on to another one. A change is passed on again because it carries an Idempotency-Key.
 */
export async function startFront(upstreams: () => readonly number[]): Promise<string> {
  const agent = new http.Agent({ keepAlive: true });
  const ready = new Set<number>();
  const look = setInterval(() => {
    for (const port of upstreams())
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => (ok ? ready.add(port) : ready.delete(port)),
        () => ready.delete(port),
      );
  }, HEALTH_EVERY_MS);
  let turn = 0;
  const pass = (asked: Asked, port: number) =>
    new Promise<http.IncomingMessage>((answer, fail) => {
      const { method, url, headers, body } = asked;
      http
        .request({ port, host: '127.0.0.1', agent, method, path: url, headers }, answer)
        .once('error', fail)
        .end(body);
    });
  const answerOf = async (asked: Asked): Promise<http.IncomingMessage> => {
    for (const untilMs = Date.now() + TRY_FOR_MS; ; ) {
      const ports = upstreams().filter((port) => ready.has(port));
      const port = ports[turn++ % Math.max(1, ports.length)];
      try {
        if (port) return await pass(asked, port);
      } catch (error) {
        if (port) ready.delete(port);
        if (Date.now() > untilMs) throw error;
      }
      if (Date.now() > untilMs) throw new Error('no process was ready in time');
      if (!port) await new Promise((wait) => setTimeout(wait, 20));
    }
  };
  const server = http.createServer(async (req, res) => {
    const pieces: Buffer[] = [];
    for await (const piece of req) pieces.push(piece as Buffer);
    const { method = '', url = '', headers } = req;
    try {
      const reply = await answerOf({ method, url, headers, body: Buffer.concat(pieces) });
      res.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(res);
    } catch (error) {
      res.writeHead(502).end((error as Error).message);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    clearInterval(look);
    server.closeAllConnections();
    server.close();
    agent.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
