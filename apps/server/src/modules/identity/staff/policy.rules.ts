import { isAddressBlock } from '../../../kernel/address.ts';
import { common } from '../../../kernel/refusal.ts';

/** Refuses with BAD_INPUT what is neither an address nor a CIDR block. */
export function refuseWrongAddress(addresses: readonly string[]): void {
  const wrong = addresses.findIndex((a) => !isAddressBlock(a));
  if (wrong >= 0)
    throw common.BAD_INPUT({ field: `addresses.${wrong}` }, `“${addresses[wrong]}”不是有效的 IP 地址或网段`);
}
