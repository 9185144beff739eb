import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isInnerAddress } from '../kernel/address.ts';

type Resolve = (host: string) => Promise<string[]>;
const resolveAll: Resolve = async (host) => (await lookup(host, { all: true })).map((found) => found.address);

/**
 * Which servers this one may be told to call. The person who sets up a shop types addresses, and must not be able to make this server
 * call its neighbours: the database, the cloud's metadata, another shop's machine.
 */
export class Upstreams {
  readonly #own = new Set<string>();
  readonly #resolve: Resolve;

  /** `own` are inner addresses that may be called all the same, e.g. a proxy through which everything leaves. */
  constructor(own: readonly string[], resolve: Resolve = resolveAll) {
    this.#resolve = resolve;
    for (const url of own) this.allow(url);
  }

  /** One more inner address that may be called: the sandbox WeChat that this process started. */
  allow(url: string): void {
    this.#own.add(new URL(url).origin);
  }

  /** What is wrong with an address, as a sentence for the person who typed it; null when it may be called. */
  async trouble(url: string): Promise<string | null> {
    if (!URL.canParse(url)) return '地址格式不正确';
    const { protocol, hostname, origin, username, password } = new URL(url);
    if (this.#own.has(origin)) return null;
    if (protocol !== 'https:') return '地址须以 https:// 开头';
    if (username || password) return '地址中不能包含账号和密码';
    const host = hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await this.#resolve(host).catch(() => []);
    if (addresses.length === 0) return `找不到域名 ${host}，请核对`;
    return addresses.some(isInnerAddress) ? '这个地址在内部网络，不能使用' : null;
  }
}
