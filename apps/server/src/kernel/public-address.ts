import { BlockList, isIP } from 'node:net';

const INNER = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  INNER.addSubnet(address, prefix);
for (const [address, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  INNER.addSubnet(address, prefix, 'ipv6');

/** Names that never lead out of a house (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const INNER_NAME = /^[^.]+$|\.(localhost|local|internal|lan|home\.arpa|test|example|invalid|alt)$/;

/** Whether an address is one that the world can reach: no loopback, no private network, no name of a house's own. */
export function isPublicAddress(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const family = isIP(host);
  return family === 0 ? !INNER_NAME.test(host) : !INNER.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
