import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { Platform } from '../platform.ts';
import { escaped, firstScreen } from './first-screen.ts';
import { isPageId, type PageAsked, type PageHead, pageHead } from './page-head.ts';

const HOME = 'pages/home';

/** What a page asks for first, in the very addresses: fetched while its scripts still travel. */
function firstAnswers({ page, query }: PageAsked): string[] {
  if (page === HOME) return ['/shop/profile', '/shop/categories', '/shop/goods?limit=20'];
  if (page === 'pages/category') return ['/shop/categories'];
  if (page === 'pages/product' && isPageId(query.id)) return [`/shop/goods/${query.id}`];
  return [];
}

/** The storefront's page: the built html with title, description, card and preloads of the address that was asked for. */
export class ShopPage {
  readonly #platform: Platform;
  readonly #html: string;
  /** Scripts and styles by page, as the build wrote them; empty for a build that did not. */
  readonly #files: Record<string, string[]>;

  constructor(platform: Platform, root: string) {
    this.#platform = platform;
    this.#html = readFileSync(path.join(root, 'index.html'), 'utf8');
    const table = path.join(root, 'pages.json');
    this.#files = existsSync(table) ? JSON.parse(readFileSync(table, 'utf8')) : {};
  }

  /** 404 for an address that no page has: the storefront says so in words, the status tells machines. */
  async answer(req: FastifyRequest): Promise<{ status: 200 | 404; html: string }> {
    const asked = askedOf(req);
    const isPage = Object.keys(this.#files).length === 0 || asked.page in this.#files;
    const head = await this.#head(req, asked);
    const tags = [...words(head, `${this.#platform.config.publicUrl}${req.url}`, this.#platform.config.publicUrl)];
    if (isPage) tags.push(...this.#preloads(asked, head));
    const first = isPage && asked.page === HOME ? firstScreen(head) : '';
    const html = this.#withFirst(first)
      .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(head.title)}</title>`)
      .replace('</title>', () => `</title>\n    ${tags.join('\n    ')}`);
    return { status: isPage ? 200 : 404, html };
  }

  /** The html with a first screen, and the styles that it is drawn with: where the scripts would put them, after the others. */
  #withFirst(first: string): string {
    if (first === '') return this.#html;
    const styles = (this.#files[HOME] ?? []).filter((file) => file.endsWith('.css'));
    const links = styles.map((file) => `<link rel="stylesheet" href="${escaped(file)}" />`);
    return this.#html
      .replace('</head>', () => `${links.join('\n    ')}</head>`)
      .replace('</body>', () => `${first}</body>`);
  }

  async #head(req: FastifyRequest, asked: PageAsked): Promise<PageHead> {
    const head: PageHead = { title: '集市', description: '', picture: '', icon: '', first: [] };
    const { principals, database, slots } = this.#platform;
    try {
      const tenantId = await principals.tenantOf(req.host);
      const db = database.forTenant(tenantId);
      for (const part of await Promise.all(slots.all(pageHead).map((fill) => fill(db, tenantId, asked))))
        Object.assign(head, part);
    } catch (error) {
      // The page itself needs no database, and says in words what it could not get.
      req.log.debug({ err: error }, 'a page goes without its head');
    }
    return head;
  }

  #preloads(asked: PageAsked, { first }: PageHead): string[] {
    const files = (this.#files[asked.page] ?? []).map((file) =>
      file.endsWith('.css')
        ? `<link rel="preload" as="style" href="${escaped(file)}" />`
        : `<link rel="preload" as="script" href="${escaped(file)}" />`,
    );
    const answers = firstAnswers(asked).map(
      (url) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="${escaped(url)}" />`,
    );
    const pictures = first.map(
      (url) => `<link rel="preload" as="image" fetchpriority="high" href="${escaped(url)}" />`,
    );
    return [...answers, ...files, ...pictures];
  }
}

function askedOf(req: FastifyRequest): PageAsked {
  const { pathname, searchParams } = new URL(req.url, 'http://shop.invalid');
  const page = pathname.replace(/^\/+|\/+$/g, '');
  return { page: page === '' ? HOME : page, query: Object.fromEntries(searchParams) };
}

function words({ title, description, picture, icon }: PageHead, url: string, origin: string): string[] {
  const property = (name: string, content: string) =>
    content ? [`<meta property="${name}" content="${escaped(content)}" />`] : [];
  return [
    ...(description ? [`<meta name="description" content="${escaped(description)}" />`] : []),
    ...property('og:type', 'website'),
    ...property('og:title', title),
    ...property('og:description', description),
    ...property('og:image', picture && `${origin}${picture}?w=720`),
    ...property('og:url', url),
    ...(icon
      ? [
          `<link rel="icon" href="${escaped(icon)}?w=360" />`,
          `<link rel="apple-touch-icon" href="${escaped(icon)}?w=360" />`,
        ]
      : ['<link rel="icon" href="data:," />']),
  ];
}
