/** How long a request waits for a free connection, or for a new one to be made. Beyond it the answer is 503, with a time to come back. */
export const CONNECT_MS = 10_000;

/** After so long without traffic the system asks whether the other side is still there. */
export const KEEP_ALIVE_MS = 10_000;

/**
 * Limits that PostgreSQL keeps for the role of requests. They are set on the role, not on the connection: a pooler between us and
 * the server refuses such settings in a connection's start, and forgets those of a session.
 */
export const ROLE_LIMITS = {
  /** No page waits longer; a query that does would hold its connection from the others. */
  statement_timeout: '30s',
  /** A row that is held longer than this is held by something that hangs. Batches hold theirs for some 10 ms. */
  lock_timeout: '10s',
  /** A process that was frozen in the middle of a transaction must not keep hot rows from all others. */
  idle_in_transaction_session_timeout: '15s',
} as const;
