import type { Request } from './request.types';

/** In a browser the client's own fetch carries the requests, to the page's origin. */
export const request: Request = { transport: undefined, baseUrl: '' };
