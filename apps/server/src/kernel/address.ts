import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** Whether a text is an IP address or a CIDR block. */
export function isAddressBlock(text: string): boolean {
  const [address = '', prefix, more] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    bits > 0 && more === undefined && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}

/** An address without the spelling of IPv4 within IPv6: `::ffff:10.0.0.1` is `10.0.0.1`. */
const plainAddress = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(address) ?? [];
  if (!high || !low) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
};

/** Not of the public internet: this machine, private networks, link-local (with the metadata of clouds), carriers, reserved, multicast. */
const INNER = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  // NAT64, 6to4 and Teredo lead to IPv4 addresses that are not looked into here.
  ...['::/127', '64:ff9b::/96', '64:ff9b:1::/48', '2001::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
];
export const isInnerAddress = (address: string): boolean => isWithin(address, INNER);

/** Whether an address is one of these or lies in one of these CIDR blocks. */
export function isWithin(address: string, blocks: readonly string[]): boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const [at = '', prefix] = block.split('/');
    const family = isIPv6(at) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(at, family);
    else list.addSubnet(at, Number(prefix), family);
  }
  const plain = plainAddress(address);
  return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/**
 * Who an address is to a limit: an IPv4 address whether written alone or mapped into IPv6, and of an IPv6 address the first 64 bits,
 * because one connection usually owns all addresses that begin with these.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = (plain.split('%')[0] ?? '').toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const groups =
    tail === undefined ? front : [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((g) => g.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
