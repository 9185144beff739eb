import { ApiProblem, type ReplyOf } from '@jishi/api-client';
import { getStaffMe } from '@jishi/api-client/admin';
import { useAsk, useData } from '@jishi/api-client/react';
import { createContext, useContext, useEffect, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { onSignedOut } from './api.ts';

type Me = ReplyOf<'getStaffMe'>;
export type Staff = Me['staff'];
export type Permission = Staff['permissions'][number];
export interface Session extends Me {
  /** Whether the signed-in person may do this; the server checks again. */
  can: (permission: Permission) => boolean;
}

/** Given by the frame to the pages in it; null outside it. */
export const SessionContext = createContext<Session | null>(null);

/** Who is signed in. Only in a page of the frame; throws elsewhere. */
export function useStaff(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useStaff needs the frame around it');
  return session;
}

export interface Asking {
  /** null until the server has said who is signed in. */
  session: Session | null;
  /** Why it has not; that nobody is signed in is no problem, the login page opens by itself. */
  problem: Error | null;
  retry: () => void;
}

/** Asks the server who is signed in; leads to the login and back when nobody is. */
export function useSession(): Asking {
  useLeaveWhenSignedOut();
  const me = useAsk(getStaffMe, {}, { staleTime: 5 * 60_000 });
  const session = useMemo(
    () =>
      me.data ? { ...me.data, can: (permission: Permission) => me.data.staff.permissions.includes(permission) } : null,
    [me.data],
  );
  const nobody = me.error instanceof ApiProblem && me.error.status === 401;
  return { session, problem: nobody ? null : me.error, retry: () => void me.refetch() };
}

function useLeaveWhenSignedOut(): void {
  const navigate = useNavigate();
  const location = useLocation();
  const { queries } = useData();
  useEffect(
    () =>
      onSignedOut(() => {
        queries.clear();
        navigate(`/login?back=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
      }),
    [navigate, queries, location.pathname, location.search],
  );
}
