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
}
export interface Staff {
  kind: 'staff';
  tenantId: number;
  staffId: string;
  name: string;
  permissions: readonly Permission[];
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
  'customer:read',
  'finance:read',
  'finance:reconcile',
  'settings:read',
  'settings:write',
  'staff:manage',
  'audit:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const systemOf = (tenantId: number): System => ({ kind: 'system', tenantId });

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
