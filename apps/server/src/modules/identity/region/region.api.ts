import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Text } from '../../../kernel/schema.ts';

const Code = Type.String({ description: 'GB/T 2260; empty below Hong Kong, Macau and Taiwan' });
const District = Type.Object({ code: Code, name: Type.String() });
const City = Type.Object({
  code: Code,
  name: Type.String(),
  children: Type.Optional(
    Type.Array(District, {
      description: 'Missing for a county ruled by its province: it is the district of an address whose city is empty',
    }),
  ),
});
const Province = Type.Object({ code: Code, name: Type.String(), children: Type.Array(City) });

export const listRegions = operation({
  method: 'GET',
  url: '/shop/regions',
  operationId: 'listRegions',
  tag: 'customer',
  summary: 'Provinces, cities and districts of China, to choose from; may be kept for a day',
  audience: 'anyone',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(Province) }) },
});
export const recogniseAddress = operation({
  method: 'POST',
  url: '/shop/addresses/recognise',
  operationId: 'recogniseAddress',
  tag: 'customer',
  summary: 'Takes a pasted text apart into name, phone, region and detail; what it can’t tell is empty',
  audience: 'shopper',
  limit: { per: 'caller', burst: 60, perMinute: 30 },
  repeatable: true,
  body: Type.Object({ text: Text(400) }, { additionalProperties: false }),
  reply: {
    status: 200,
    schema: Type.Object({
      name: Type.String(),
      phone: Type.String(),
      province: Type.String(),
      city: Type.String(),
      district: Type.String(),
      detail: Type.String(),
    }),
  },
});
