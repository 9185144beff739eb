import { type Client, createClient } from '@jishi/api-client';
import { forgetToken, token } from '../session/token';
import { baseUrl, transport } from './transport';

/** The shop's server; every method rejects with ApiProblem. */
export const api: Client = createClient({
  baseUrl,
  token,
  onUnauthenticated: forgetToken,
  ...(transport ? { transport } : {}),
});
