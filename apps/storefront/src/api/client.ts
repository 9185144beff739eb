import { type Api, createClient, type Transport } from '@jishi/api-client';
import { loginCustomer } from '@jishi/api-client/shop';
import { login } from '../platform/login';
import { preview } from '../platform/preview';
import { request } from '../platform/request';
import { noteServerDate } from '../session/clock';
import { forgetToken, keepToken, token } from '../session/token';

/** In the console's frame nothing is bought and nobody signs in: the goods may not even be saved. */
const inPreview = { status: 409, data: { code: 'PREVIEW', detail: '这是预览，不能下单或修改' } };

const transport: Transport = async (asked) => {
  if (preview.active && asked.method !== 'GET') return inPreview;
  const reply = await request.transport(asked);
  if (reply.headers?.date) noteServerDate(reply.headers.date);
  return reply;
};

/** Signs in with what WeChat knows, where that asks nothing. Rejects with ApiProblem, or with WeChat's own word. */
export async function signInSilently(): Promise<void> {
  const code = await login.code?.();
  if (code) keepToken(await api(loginCustomer, { body: { channel: 'weapp', code } }, { relogin: false }));
}

/** The shop's server; rejects with ApiProblem. Where signing in asks nothing, a login that is missing or over is mended on the way. */
export const api: Api = createClient({
  baseUrl: request.baseUrl,
  transport,
  token,
  ...(login.code ? { relogin: () => signInSilently().then(() => true) } : {}),
  onUnauthenticated: forgetToken,
});
