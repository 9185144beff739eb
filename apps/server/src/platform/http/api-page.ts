import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyReply } from 'fastify';
import { VERSION } from '../../kernel/version.ts';
import type { Platform } from '../platform.ts';
import { openApi } from './openapi.ts';
import { notFound } from './server.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Jishi API ${VERSION}</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', docExpansion: 'none', validatorUrl: null, deepLinking: true });\n`;
const FILES = ['favicon-32x32.png', 'swagger-ui.css', 'swagger-ui-bundle.js'];

/** The API's description, and Swagger UI to read it with. Both are made when first asked for: hardly anybody asks. */
export function describeApi({ http: { server, operations } }: Platform): void {
  let text: Buffer | null = null;
  server.get('/openapi.json', async (_req, reply) => {
    text ??= Buffer.from(JSON.stringify(openApi(operations, VERSION)));
    return reply.type('application/json').send(text);
  });
  const page = (_req: unknown, reply: FastifyReply) => reply.type('text/html; charset=utf-8').send(PAGE);
  server.get('/docs', page);
  server.get('/docs/', page);
  server.get('/docs/start.js', (_req, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  server.get<{ Params: { file: string } }>('/docs/:file', (req, reply) => {
    const { file } = req.params;
    if (!FILES.includes(file)) throw notFound();
    const home = path.dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json'));
    return reply.sendFile(file, path.join(home, 'static'));
  });
}
