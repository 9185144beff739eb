import type { Shopper } from '../../../kernel/actor.ts';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import { phoneOf, settle } from '../region/index.ts';
import { type Address, type AddressInput, customerRefusals } from './customer.api.ts';
import { guestName, MAX_ADDRESSES } from './customer.rules.ts';
import * as store from './customer.store.ts';

/**
 * The customer behind an openid: found by it, or by unionid when the person came through another app, or new. Two customers who
 * turn out to be one person stay two: joining them takes more than a login.
 */
export async function customerFor(
  tx: Tx,
  tenantId: number,
  who: { appid: string; openid: string; unionid: string | null },
): Promise<store.CustomerRow> {
  const { appid, openid, unionid } = who;
  await store.lockPerson(tx, tenantId, openid, unionid);
  const linked = await store.customerByOpenid(tx, tenantId, appid, openid);
  const joined = unionid ? await store.customerByUnion(tx, tenantId, unionid) : null;
  const id = linked ?? joined ?? newId();
  if (!linked && !joined) await store.insertCustomer(tx, tenantId, { id, nickname: guestName(id), unionid });
  if (!linked) await store.insertOpenid(tx, tenantId, appid, openid, id);
  if (linked && unionid && !joined) await store.learnUnion(tx, tenantId, id, unionid);
  const row = await store.updateCustomer(tx, tenantId, id, { seen_at: now() });
  if (!row) throw common.NOT_FOUND();
  return row;
}

export const phonePlace = (tenantId: number, customerId: string): Place => ({
  tenantId,
  purpose: 'phone',
  row: customerId,
});
/** An order keeps the text as it is sealed in the address book, so both are bound to the customer. */
const addressPlace = (tenantId: number, customerId: string): Place => ({
  tenantId,
  purpose: 'address',
  row: customerId,
});

/** Binds a phone number: sealed, with a blind index so that staff can find it. */
export async function bindPhone(tx: Tx, actor: Shopper, phone: string, secrets: Secrets): Promise<store.CustomerRow> {
  const { tenantId, customerId } = actor;
  const row = await store.updateCustomer(tx, tenantId, customerId, {
    phone: secrets.seal(phonePlace(tenantId, customerId), phone),
    phone_mark: secrets.mark(tenantId, 'phone', phone),
  });
  if (!row) throw common.UNAUTHENTICATED();
  return row;
}

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
