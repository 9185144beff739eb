import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Text } from '../../../kernel/schema.ts';

export const reportClientError = operation({
  method: 'POST',
  url: '/shop/client-errors',
  operationId: 'reportClientError',
  tag: 'system',
  summary: 'A front end says what went wrong in it; counted, and logged without anything personal',
  audience: 'anyone',
  limit: { per: 'address', burst: 20, perMinute: 10 },
  repeatable: true,
  body: Type.Object(
    {
      app: Choice(['weapp', 'h5', 'console']),
      page: Text(120, 0),
      message: Text(300),
      stack: Text(2000, 0),
    },
    { additionalProperties: false },
  ),
  reply: { status: 204, schema: null },
});
