import type { Transport } from '@jishi/api-client';

/** How requests reach the server. */
export interface Request {
  transport: Transport;
  /** Origin of the server; '' for the page's own. */
  baseUrl: string;
}
