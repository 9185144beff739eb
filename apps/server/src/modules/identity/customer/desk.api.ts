import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Id, Nullable, named, PageOf, PageQuery, SignedFen, Text, Time } from '../../../kernel/schema.ts';
import { CustomerView } from './customer.api.ts';

const AdminCustomer = Type.Object({
  ...CustomerView.properties,
  seenAt: Time,
  orders: Type.Integer({ description: 'Paid orders, also those that were refunded later' }),
  paidFen: SignedFen,
  lastPaidAt: Nullable(Time),
});

export const listAdminCustomers = operation({
  method: 'GET',
  url: '/admin/customers',
  operationId: 'listAdminCustomers',
  tag: 'customer',
  summary: 'Customers, the newest first; found by name, the first hundred at most in the order of names',
  audience: 'customer:read',
  query: Type.Object(
    {
      name: Type.Optional(Type.String({ ...Text(20), description: 'How the nickname begins' })),
      phone: Type.Optional(
        Type.String({ ...Text(40), description: 'Whole phone number, the customer’s own or one of their addresses' }),
      ),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(AdminCustomer) },
});
export const getAdminCustomer = operation({
  method: 'GET',
  url: '/admin/customers/:id',
  operationId: 'getAdminCustomer',
  tag: 'customer',
  summary: 'One customer and what they have bought',
  audience: 'customer:read',
  params: Type.Object({ id: Id }),
  reply: { status: 200, schema: AdminCustomer },
});

named({ AdminCustomer });
