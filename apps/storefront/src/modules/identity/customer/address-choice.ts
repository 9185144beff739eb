import type { Item } from '@jishi/api-client';
import { onLogin } from '../../../session/token';

export type Address = Item<'listAddresses'>;
let chosen: string | undefined;
onLogin(() => {
  chosen = undefined;
});

/** The address picked for the order being written; the page that asks and the list that answers are two pages. */
export const chooseAddress = (id: string): void => {
  chosen = id;
};
/** The one picked, else the default, else the first. */
export const addressFor = (addresses: Address[]): Address | undefined =>
  addresses.find((a) => a.id === chosen) ?? addresses.find((a) => a.isDefault) ?? addresses[0];

export const placeOf = (a: Address): string =>
  `${a.province}${a.city === a.province ? '' : a.city}${a.district} ${a.detail}`;
