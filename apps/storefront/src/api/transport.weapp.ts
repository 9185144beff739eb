import type { Transport } from '@jishi/api-client';
import Taro from '@tarojs/taro';

export const transport: Transport | undefined = async ({ method, url, headers, body }) => {
  const reply = await Taro.request({
    method: method as 'GET',
    url,
    header: headers,
    data: body as string | undefined,
    timeout: 15_000,
  });
  return { status: reply.statusCode, data: reply.data || undefined };
};
export const baseUrl = API_BASE;
