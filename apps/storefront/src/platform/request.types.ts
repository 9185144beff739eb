import type { Transport } from '@jishi/api-client';

/** How requests reach the server. */
export interface Request {
  /** Undefined where the client's own fetch will do. */
  transport: Transport | undefined;
  /** Origin of the server; '' for the page's own. */
  baseUrl: string;
}
