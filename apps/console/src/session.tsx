import type { ReplyOf } from '@jishi/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { api, onSignedOut } from './api.ts';
import { FirstSteps } from './pages/account/FirstSteps.tsx';
import { ProblemAlert } from './parts/ProblemAlert.tsx';
import { Waiting } from './parts/Waiting.tsx';

export type Staff = ReplyOf<'getStaffMe'>['staff'];
export type Permission = Staff['permissions'][number];
export interface Session {
  staff: Staff;
  shopName: string;
  /** The session ends after this without use. */
  idleMinutes: number;
  /** Whether the signed-in person may do this; the server checks again. */
  can: (permission: Permission) => boolean;
}

const SessionContext = createContext<Session | null>(null);
export const ME = ['me'];

/** Who is signed in. Only below SessionProvider; throws elsewhere. */
export function useStaff(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useStaff needs a SessionProvider above it');
  return session;
}

/** Asks the server who is signed in and shows the pages below only then; otherwise leads to the login and back. */
export function SessionProvider({ children }: { children: ReactNode }) {
  useLeaveWhenSignedOut();
  const me = useQuery({ queryKey: ME, queryFn: () => api.getStaffMe(), retry: false, staleTime: 5 * 60_000 });
  const session = useMemo(
    () =>
      me.data && {
        ...me.data,
        can: (permission: Permission) => me.data.staff.permissions.includes(permission),
      },
    [me.data],
  );
  if (session?.must) return <FirstSteps must={session.must} onDone={() => void me.refetch()} />;
  if (session) return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
  if (me.error && !('status' in me.error && me.error.status === 401))
    return (
      <main className="lone">
        <ProblemAlert problem={me.error} onRetry={() => me.refetch()} />
      </main>
    );
  return <Waiting />;
}

function useLeaveWhenSignedOut(): void {
  const navigate = useNavigate();
  const location = useLocation();
  const cache = useQueryClient();
  useEffect(
    () =>
      onSignedOut(() => {
        cache.clear();
        navigate(`/login?back=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
      }),
    [navigate, cache, location.pathname, location.search],
  );
}
