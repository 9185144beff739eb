import type { Shopper } from '../../../kernel/actor.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import { phoneOf, settle } from '../region/index.ts';
import { type Address, type AddressInput, customerRefusals } from './customer.api.ts';
import { MAX_ADDRESSES } from './customer.rules.ts';
import type { Join } from './customer.slots.ts';
import * as store from './customer.store.ts';

/** An order keeps the text as it is sealed in the address book, so both are bound to the customer. */
const addressPlace = (tenantId: number, customerId: string): Place => ({
  tenantId,
  purpose: 'address',
  row: customerId,
});

type Owner = Pick<Shopper, 'tenantId' | 'customerId'>;
/** Where a parcel goes and to whom. */
export type Delivery = Omit<Address, 'id' | 'isDefault'>;
export type SealedDelivery = Pick<store.AddressRow, 'sealed' | 'phone_mark'>;

export const openAddress = (secrets: Secrets, tenantId: number, row: store.AddressRow): Address => ({
  id: row.id,
  ...openDelivery(secrets, { tenantId, customerId: row.customer_id }, row.sealed),
  isDefault: row.is_default,
});

/** Opens what an address and the orders that go there have sealed. */
export const openDelivery = (secrets: Secrets, of: Owner, sealed: string): Delivery =>
  JSON.parse(secrets.open(addressPlace(of.tenantId, of.customerId), sealed));

/** Where a customer usually has things sent: the default address, or the latest; null: none is kept. */
export async function defaultDelivery(
  secrets: Secrets,
  db: Db,
  tenantId: number,
  customerId: string,
): Promise<Delivery | null> {
  const [first] = await store.addressRows(db, tenantId, customerId);
  return first ? openDelivery(secrets, { tenantId, customerId }, first.sealed) : null;
}

/** For a table that keeps sealed deliveries beside `customer_id`: how they are sealed with another master secret. */
export const sealedDelivery = {
  key: ['id'],
  reads: ['customer_id'],
  place: (tenantId: number, row: Record<string, string>): Place => addressPlace(tenantId, row.customer_id ?? ''),
  mark: {
    column: 'phone_mark',
    purpose: 'phone',
    of: (clear: string): string => (JSON.parse(clear) as Delivery).phone,
  },
};

/** Sealed, with a blind index of the phone, by which staff find the orders that go there. */
const sealDelivery = (secrets: Secrets, of: Owner, parts: Delivery): SealedDelivery => ({
  sealed: secrets.seal(addressPlace(of.tenantId, of.customerId), JSON.stringify(parts)),
  phone_mark: secrets.mark(of.tenantId, 'phone', parts.phone),
});

/** What was typed, with the region's official names and code, and a number that can be rung. Refuses with PHONE_INVALID. */
function deliveryOf({ name, phone, province, city, district, detail }: AddressInput): Delivery {
  const { code: regionCode, ...place } = settle({ province, city, district });
  const number = phoneOf(phone, place.province);
  if (!number) {
    const refusal = customerRefusals.PHONE_INVALID();
    refusal.facts.errors = [{ field: 'phone', message: refusal.message }];
    throw refusal;
  }
  return { name, phone: number, ...place, detail, regionCode };
}

/** Adds an address; the first one is the default. Refuses with ADDRESS_LIMIT, PHONE_INVALID. */
export async function addAddress(
  tx: Tx,
  { tenantId, customerId }: Shopper,
  input: AddressInput,
  secrets: Secrets,
): Promise<Address> {
  if (!(await store.lockCustomer(tx, tenantId, customerId))) throw common.UNAUTHENTICATED();
  const held = await store.addressRows(tx, tenantId, customerId);
  if (held.length >= MAX_ADDRESSES) throw customerRefusals.ADDRESS_LIMIT();
  const parts = deliveryOf(input);
  const row = {
    id: newId(),
    customer_id: customerId,
    ...sealDelivery(secrets, { tenantId, customerId }, parts),
    is_default: input.isDefault || held.length === 0,
  };
  if (row.is_default) await store.clearDefault(tx, tenantId, customerId);
  await store.insertAddress(tx, tenantId, row);
  return openAddress(secrets, tenantId, row);
}

/** Replaces an address. Refuses with PHONE_INVALID, and NOT_FOUND, also for another shopper's. */
export async function changeAddress(
  tx: Tx,
  { tenantId, customerId }: Shopper,
  id: string,
  input: AddressInput,
  secrets: Secrets,
): Promise<Address> {
  const parts = deliveryOf(input);
  const row = {
    id,
    customer_id: customerId,
    ...sealDelivery(secrets, { tenantId, customerId }, parts),
    is_default: input.isDefault,
  };
  if (!(await store.lockCustomer(tx, tenantId, customerId))) throw common.UNAUTHENTICATED();
  if (input.isDefault) await store.clearDefault(tx, tenantId, customerId);
  if (!(await store.replaceAddress(tx, tenantId, row))) throw common.NOT_FOUND();
  return openAddress(secrets, tenantId, row);
}

/** Seals a delivery again for the customer who has it now; the blind index stays. */
export const movedDelivery = (secrets: Secrets, { tenantId, from, into }: Join, sealed: string): string =>
  secrets.seal(
    addressPlace(tenantId, into),
    JSON.stringify(openDelivery(secrets, { tenantId, customerId: from }, sealed)),
  );

/** Addresses, with the default of the one who stays; what both have stands there once. */
export async function moveAddresses(tx: Tx, join: Join, secrets: Secrets): Promise<void> {
  const { tenantId, from, into } = join;
  const held = await store.addressRows(tx, tenantId, into);
  const opened = (customerId: string, sealed: string) =>
    JSON.stringify(openDelivery(secrets, { tenantId, customerId }, sealed));
  const known = new Set(held.map((row) => opened(into, row.sealed)));
  let hasDefault = held.some((row) => row.is_default);
  for (const row of await store.addressRows(tx, tenantId, from)) {
    await store.removeAddress(tx, tenantId, from, row.id);
    if (known.has(opened(from, row.sealed))) continue;
    const moved = { ...row, customer_id: into, sealed: movedDelivery(secrets, join, row.sealed) };
    await store.insertAddress(tx, tenantId, { ...moved, is_default: row.is_default && !hasDefault });
    hasDefault ||= row.is_default;
  }
}
