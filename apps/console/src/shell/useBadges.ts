import { getToday } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import type { Badge } from '../routes/tree.ts';
import { useStaff } from '../session.tsx';

const EVERY_MS = 60_000;

/** What waits for a hand, by menu entry; asked for again every minute. Empty for those who may not see orders. */
export function useBadges(): Partial<Record<Badge, number>> {
  const { can } = useStaff();
  const today = useAsk(getToday, {}, { every: EVERY_MS, enabled: can('order:read') });
  return today.data ?? {};
}
