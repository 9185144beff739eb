/** Who asks. Every use case takes one; each belongs to one tenant. */
export type Actor = Guest | Shopper | Staff | AppKey | System;

export interface Guest {
  kind: 'guest';
  tenantId: number;
}
export interface Shopper {
  kind: 'shopper';
  tenantId: number;
  customerId: string;
  sessionId: string;
  /**
   * After a join: all ids under which this person may have asked, the token's own first. What is asked again under a key is looked for
   * under each of them.
   */
  askedAs?: readonly string[];
}
export interface Staff {
  kind: 'staff';
  tenantId: number;
  staffId: string;
  name: string;
  permissions: readonly Permission[];
  sessionId: string;
  /** What comes before anything else: a password of their own, or a second factor that the shop asks for. */
  must: 'change-password' | 'enrol' | null;
  /** Until when the password counts as just given, in ms since the epoch. */
  confirmedUntilMs: number;
}
/** A program of the merchant, with scopes that are the same words as staff permissions. */
export interface AppKey {
  kind: 'app-key';
  tenantId: number;
  keyId: string;
  name: string;
  permissions: readonly Permission[];
}
/** The software itself: jobs, timers, call-backs of the platform. */
export interface System {
  kind: 'system';
  tenantId: number;
}

export const PERMISSIONS = [
  'goods:read',
  'goods:write',
  'stock:read',
  'stock:write',
  'order:read',
  'order:ship',
  'order:refund',
  'promotion:read',
  'promotion:write',
  'customer:read',
  'purse:grant',
  'finance:read',
  'finance:reconcile',
  'settings:read',
  'settings:write',
  'wechat:manage',
  'staff:manage',
  'audit:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** With these a stranger could take money, people's data or the shop itself: what a shop asks a second factor for. */
export const SENSITIVE: readonly Permission[] = [
  'order:refund',
  'customer:read',
  'purse:grant',
  'finance:reconcile',
  'settings:write',
  'wechat:manage',
  'staff:manage',
  'audit:read',
];
/** Only for people, who can be asked for their password: no program gets them. */
export const FOR_PEOPLE: readonly Permission[] = ['purse:grant', 'wechat:manage', 'staff:manage'];

export const systemOf = (tenantId: number): System => ({ kind: 'system', tenantId });

/** The ids under which a shopper's idempotency keys may stand; new ones stand under the first. */
export const keyOwners = ({ customerId, askedAs }: Shopper): readonly string[] => askedAs ?? [customerId];

/** A short text for audit rows and order timelines. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'shopper':
      return `shopper:${actor.customerId}`;
    case 'staff':
      return `staff:${actor.staffId}`;
    case 'app-key':
      return `app-key:${actor.keyId}`;
    default:
      return actor.kind;
  }
}
