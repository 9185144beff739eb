import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Id, Nullable, named, PageOf, PageQuery, SignedFen, Text, Time } from '../../../kernel/schema.ts';
import { CustomerView } from './customer.api.ts';

const AdminCustomer = Type.Object({
  ...CustomerView.properties,
  seenAt: Time,
  orders: Type.Integer({ description: 'Paid orders, also those that were refunded later' }),
  paidFen: SignedFen,
  lastPaidAt: Nullable(Time),
  level: Type.Integer({ minimum: 0, maximum: 5, description: 'What member’s prices ask for; 0: none' }),
});

const CUSTOMER_SORTS = ['orders-up', 'orders-down', 'paid-up', 'paid-down', 'last-up', 'last-down'] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

export const listAdminCustomers = operation({
  method: 'GET',
  url: '/admin/customers',
  operationId: 'listAdminCustomers',
  tag: 'customer',
  summary:
    'Customers, the newest first or as `sort` says; found by name, the first hundred at most in the order of names',
  audience: 'customer:read',
  query: Type.Object(
    {
      sort: Type.Optional(Choice(CUSTOMER_SORTS, 'By paid orders, by the money that stayed, by the last payment')),
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
