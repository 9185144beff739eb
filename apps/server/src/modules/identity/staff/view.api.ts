import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Id, named, Text } from '../../../kernel/schema.ts';

export const viewRefusals = refusals({
  VIEWS_FULL: { status: 409, message: '每个列表最多保存 30 个视图，请先删除不用的' },
});

const Look = {
  filters: Type.Record(Type.String({ pattern: '^[a-zA-Z]{1,30}$' }), Type.String({ maxLength: 200 }), {
    description: 'As in the address of the page; the order of the rows is `sort`',
  }),
  columns: Type.Array(
    Type.Object(
      { key: Type.String({ pattern: '^[a-zA-Z]{1,30}$' }), shown: Type.Boolean() },
      { additionalProperties: false },
    ),
    { maxItems: 40, description: 'In the order in which they stand; none: as the page has them' },
  ),
};
const ListView = Type.Object({ id: Id, name: Type.String(), ...Look });
const ListViews = Type.Object({ items: Type.Array(ListView) });
const ByList = Type.Object({ list: Type.String({ pattern: '^[a-z][a-z-]{0,29}$' }) });

export const listListViews = operation({
  method: 'GET',
  url: '/admin/me/views/:list',
  operationId: 'listListViews',
  tag: 'session',
  summary: 'The own views of a list of the console, by name',
  audience: 'staff',
  params: ByList,
  reply: { status: 200, schema: ListViews },
});
export const putListView = operation({
  method: 'PUT',
  url: '/admin/me/views/:list',
  operationId: 'putListView',
  tag: 'session',
  summary: 'Keeps a view of a list under its name, in the place of the one that has the name; 30 a list at most',
  audience: 'staff',
  params: ByList,
  repeatable: true,
  body: Type.Object({ name: Text(16), ...Look }, { additionalProperties: false }),
  reply: { status: 200, schema: ListViews },
});
export const deleteListView = operation({
  method: 'DELETE',
  url: '/admin/me/views/:id',
  operationId: 'deleteListView',
  tag: 'session',
  summary: 'Forgets an own view',
  audience: 'staff',
  params: Type.Object({ id: Id }),
  repeatable: true,
  reply: { status: 204, schema: null },
});

named({ ListView });
