import { fetchTransport } from '@jishi/api-client';
import type { Request } from './request.types';

/** To the page's own origin. */
export const request: Request = { baseUrl: '', transport: fetchTransport };
