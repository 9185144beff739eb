import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import type { Badge } from '../routes/tree.ts';
import { useStaff } from '../session.tsx';

const EVERY_MS = 60_000;

/** What waits for a hand, by menu entry; asked for again every minute. Empty for those who may not see orders. */
export function useBadges(): Partial<Record<Badge, number>> {
  const { can } = useStaff();
  const today = useQuery({
    queryKey: ['today'],
    queryFn: () => api.getToday(),
    refetchInterval: EVERY_MS,
    enabled: can('order:read'),
  });
  return today.data ?? {};
}
