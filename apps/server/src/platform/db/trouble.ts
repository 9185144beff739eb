interface Reported {
  code?: unknown;
  message?: unknown;
  severity?: unknown;
}

/** Connections fail (08), the server shuts down or starts (57P), its disk or files fail (58), it ended an idle transaction (25P03). */
const LOST_STATE = /^(08|57P|58|25P03$)/;
/** The socket broke. */
const LOST_SOCKET = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/;
/** What the driver says of a connection that ended under a query; these errors have no code. */
const LOST_TEXT = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

/** The connection is of no more use: what was asked on it may be asked again on another, if that does no harm. */
export function isLost(error: unknown): boolean {
  const { code, message, severity } = (error ?? {}) as Reported;
  if (severity === 'FATAL' || severity === 'PANIC') return true;
  if (typeof code === 'string') return LOST_STATE.test(code) || LOST_SOCKET.test(code);
  return LOST_TEXT.test(String(message));
}

/**
 * The server is short of disk, memory or connections (53), refuses our log-in (28), can't be found, or a statement waited longer
 * than the limits in `limits.ts` allow.
 */
const BUSY_CODE = /^(53|28|57014$|55P03$|ENOTFOUND$|EAI_AGAIN$|ENOSPC$|EDQUOT$|EMFILE$|ENFILE$)/;
const BUSY_TEXT = /^(timeout exceeded when trying to connect|timeout expired)/;

/** Nothing is wrong with what was asked; the database (or the disk) can't serve it now. Asking again later may work. */
export function isUnavailable(error: unknown): boolean {
  if (isLost(error)) return true;
  const { code, message } = (error ?? {}) as Reported;
  return typeof code === 'string' ? BUSY_CODE.test(code) : BUSY_TEXT.test(String(message));
}

/** Ours, or that of the database. */
export const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', '53100'].includes(String((error as Reported | null)?.code));

/** A prepared statement was planned for tables that a migration has changed since: asked for again it is planned anew. */
export const isOutdated = (error: unknown): boolean => {
  const { code, routine } = (error ?? {}) as { code?: unknown; routine?: unknown };
  return code === '0A000' && routine === 'RevalidateCachedQuery';
};
