import type { Tx } from '../../../platform/db/index.ts';
import { slot } from '../../../platform/slots.ts';
import type { FactKind, Moment } from './notice.api.ts';

/** Something that a message can say. */
export interface Fact {
  name: string;
  /** As merchants read it. */
  label: string;
  kind: FactKind;
}
/** An event that shoppers can be told of, if they accepted it and the merchant chose a template. */
export interface NoticeKind {
  /** Rows name it, so it stays. */
  code: string;
  title: string;
  /** When it is sent, as merchants read it. */
  when: string;
  /** When the storefront asks shoppers to accept it. */
  moments: readonly Moment[];
  facts: readonly Fact[];
  /** Words under which WeChat's library has a fitting template. */
  search: string;
  /** Stands in a 温馨提示 of the template, unless the merchant writes something else. */
  tip: string;
  /** Hours after which it is no news any more, and is not sent. */
  usefulHours: number;
}
export const noticeKind = slot<NoticeKind>('identity/notice: kinds');

/** A shopper has accepted messages: who would have one to send later plans it now. Runs in the transaction that notes the rights. */
export interface Acceptance {
  tenantId: number;
  customerId: string;
  kinds: readonly string[];
}
export const noticeAccepted = slot<(tx: Tx, acceptance: Acceptance) => Promise<unknown>>('identity/notice: accepted');
