import Taro from '@tarojs/taro';
import type { Request } from './request.types';

export const request: Request = {
  baseUrl: API_BASE,
  async transport({ method, url, headers, body }) {
    const reply = await Taro.request({
      method: method as 'GET',
      url,
      header: headers,
      data: body as string | undefined,
      timeout: 15_000,
    });
    return { status: reply.statusCode, data: reply.data || undefined };
  },
};
