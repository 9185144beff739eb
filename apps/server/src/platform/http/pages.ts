import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PictureWidths } from '../files/widths.ts';
import type { Platform } from '../platform.ts';
import { describeApi } from './api-page.ts';
import { healthRoutes } from './health.ts';
import { type Build, HASHED, PageFolders } from './page-folders.ts';
import { isApi, notFound } from './server.ts';
import { SharedPages } from './shared-pages.ts';
import { ShopPage } from './shop-page.ts';

const YEAR_S = 365 * 24 * 3600;

/** What is not a module's: health, metrics, the API's description, uploaded files and the built front ends. */
export async function serveBasics(platform: Platform): Promise<void> {
  healthRoutes(platform);
  describeApi(platform);
  await servePages(platform);
}

/** Folders of the built front ends, from the repository's root. */
const STOREFRONT = 'apps/storefront/dist/h5';
const CONSOLE = 'apps/console/dist';

const builds = (): Build[] => [
  { name: 'shop', root: path.resolve(STOREFRONT) },
  { name: 'console', root: path.resolve(CONSOLE) },
];
/**
 * Keeps the scripts of the built front ends in the data folder, and in the bucket for other machines, before any page names them. A bucket
 * that is away holds up no start: the pages of this machine need it only where another machine is asked for their scripts.
 */
export async function keepPages({ config: { dataDir, roles, filesBucket }, log }: Platform): Promise<void> {
  const built = builds().filter(({ root }) => existsSync(path.join(root, 'index.html')));
  if (!roles.http || built.length === 0) return;
  new PageFolders(dataDir).keep(built);
  if (filesBucket)
    await new SharedPages(filesBucket, dataDir, log)
      .share(built)
      .catch((error: Error) => log.error({ err: error }, 'other machines will lack the scripts of this version'));
}

async function servePages(platform: Platform): Promise<void> {
  const { server } = platform.http;
  const { dataDir, filesBucket } = platform.config;
  const kept = [
    new PageFolders(dataDir),
    ...(filesBucket ? [new SharedPages(filesBucket, dataDir, platform.log)] : []),
  ];
  await serveFiles(platform);
  const consoleRoot = path.resolve(CONSOLE);
  const shopRoot = path.resolve(STOREFRONT);
  const shop = existsSync(shopRoot) ? new ShopPage(platform, shopRoot) : null;
  if (existsSync(consoleRoot))
    await server.register(fastifyStatic, {
      root: consoleRoot,
      prefix: '/console/',
      decorateReply: false,
      wildcard: false,
      // The build leaves .br and .gz beside every script and style.
      preCompressed: true,
      setHeaders: cacheHashed,
    });
  if (shop)
    await server.register(fastifyStatic, {
      root: shopRoot,
      prefix: '/',
      decorateReply: false,
      wildcard: false,
      // Its page is made for each address.
      index: false,
      preCompressed: true,
      setHeaders: cacheHashed,
    });
  server.get('/console', (_req, reply) => reply.redirect('/console/'));
  server.setNotFoundHandler(async (req, reply) => {
    const other = await fileOfOther(kept, req);
    if (other) {
      cacheHashed(reply, other.file);
      return reply.sendFile(other.file, other.root, { cacheControl: false });
    }
    if (!asksForPage(req)) throw notFound();
    if (req.url.startsWith('/console/') && existsSync(consoleRoot)) return sendPage(reply, consoleRoot);
    if (!shop) throw notFound();
    const { status, html } = await shop.answer(req);
    return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html);
  });
}

/** A script or style of a version before, or of one that a newer process beside this one serves. */
async function fileOfOther(
  kept: readonly (PageFolders | SharedPages)[],
  { method, url }: FastifyRequest,
): Promise<{ file: string; root: string } | null> {
  if (method !== 'GET' && method !== 'HEAD') return null;
  const [, inConsole, file = ''] = /^\/(console\/)?([\w./-]+)(?:\?|$)/.exec(url) ?? [];
  for (const pages of kept) {
    const root = await pages.rootOf(inConsole ? 'console' : 'shop', file);
    if (root) return { file, root };
  }
  return null;
}

/** A browser, or anybody at the front door. */
const asksForPage = ({ method, url, headers: { accept = '' } }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !isApi(url) && (accept.includes('text/html') || /^\/(\?|$)/.test(url));

/** Uploaded pictures never change under their address; `?w=` is the same one in another width. */
async function serveFiles({ http: { server }, files }: Platform): Promise<void> {
  const widths = new PictureWidths(files.dir);
  await server.register(fastifyStatic, { root: files.dir, serve: false, decorateReply: true });
  server.get<{ Params: { name: string }; Querystring: { w?: unknown } }>('/files/:name', async (req, reply) => {
    await files.bring(req.params.name);
    const { file, whole } = await widths.fileFor(req.params.name, req.query.w);
    return reply.sendFile(file, whole ? { immutable: true, maxAge: YEAR_S * 1000 } : { maxAge: 60_000 });
  });
}

/** The page of a front end, under any of its addresses: never kept, because it names the current scripts. */
const sendPage = (reply: FastifyReply, root: string) =>
  reply.header('cache-control', 'no-cache').sendFile('index.html', root, { cacheControl: false });

/** Files with a hash in their name never change; the page that names them always may. */
function cacheHashed(reply: FastifyReply, file: string): void {
  const hashed = HASHED.test(file.replace(/\.(br|gz)$/, ''));
  reply.header('cache-control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
}
