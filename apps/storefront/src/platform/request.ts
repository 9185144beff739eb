import type { TransportReply, TransportRequest } from '@jishi/api-client';
import Taro from '@tarojs/taro';
import type { Request } from './request.types';
import { SERVER } from './server';

export const request: Request = {
  baseUrl: SERVER,
  transport: (asked) => (isFile(asked.body) ? upload(asked) : ask(asked)),
};

type Body = TransportRequest['body'];
type LocalFile = Exclude<Body, string | FormData | undefined>;
const isFile = (body: Body): body is LocalFile => typeof body === 'object' && 'filePath' in body;

async function ask({ method, url, headers, body, timeoutMs, onStop }: TransportRequest): Promise<TransportReply> {
  const task = Taro.request({
    method: method as 'GET',
    url,
    header: headers,
    data: body as string | undefined,
    timeout: timeoutMs,
  });
  onStop(() => task.abort?.());
  const { statusCode, data, header } = await task;
  return { status: statusCode, data: data || undefined, headers: named(header) };
}

async function upload({ url, headers, body, timeoutMs, onStop }: TransportRequest): Promise<TransportReply> {
  const { filePath, field = 'file' } = body as LocalFile;
  const task = Taro.uploadFile({ url, filePath, name: field, header: headers, timeout: timeoutMs });
  onStop(() => task.abort?.());
  const { statusCode, data } = await task;
  return { status: statusCode, data: data ? JSON.parse(data) : undefined };
}

/** WeChat gives names as the server wrote them. */
const named = (header: object = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]));
