import type { StaffView } from './staff.api.ts';
import { permissionsOf } from './staff.rules.ts';
import type { StaffRow } from './staff.store.ts';

export const staffView = (s: StaffRow): StaffView => ({
  id: s.id,
  login: s.login,
  name: s.name,
  permissions: permissionsOf(s),
  owner: s.owner,
  active: s.active,
  secondFactor: s.enrolled,
  lastSeenAt: s.last_seen_at?.toISOString() ?? null,
  createdAt: s.created_at.toISOString(),
});
