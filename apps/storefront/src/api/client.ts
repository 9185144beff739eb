import { type Client, createClient } from '@jishi/api-client';
import { request } from '../platform/request';
import { forgetToken, token } from '../session/token';

/** The shop's server; every method rejects with ApiProblem. */
export const api: Client = createClient({
  baseUrl: request.baseUrl,
  token,
  onUnauthenticated: forgetToken,
  ...(request.transport ? { transport: request.transport } : {}),
});
