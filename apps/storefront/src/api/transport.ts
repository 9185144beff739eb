import type { Transport } from '@jishi/api-client';

/** In a browser the client's own fetch carries the requests, to the page's origin. */
export const transport: Transport | undefined = undefined;
export const baseUrl = '';
