import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';

const view = (name: string, filters: Record<string, string> = {}) => ({
  name,
  filters,
  columns: [{ key: 'title', shown: true }],
});

test('a view is kept under its name, newer ones take its place, and nobody else sees or removes it', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const clerk = await app.given.staff(['order:read']);
  expect((await owner.send('PUT', '/admin/me/views/orders', view('待发货', { state: 'paid' }))).status).toBe(200);
  const { body } = await owner.send(
    'PUT',
    '/admin/me/views/orders',
    view('待发货', { state: 'paid', sort: 'total-down' }),
  );
  expect(body.items).toEqual([{ id: expect.any(String), ...view('待发货', { state: 'paid', sort: 'total-down' }) }]);
  expect((await owner.get('/admin/me/views/orders')).body).toEqual(body);
  expect((await owner.get('/admin/me/views/goods')).body.items).toEqual([]);

  expect((await clerk.get('/admin/me/views/orders')).body.items).toEqual([]);
  const address = `/admin/me/views/${body.items[0].id}`;
  expect((await clerk.send('DELETE', address)).status).toBe(404);
  expect((await owner.send('DELETE', address)).status).toBe(204);
  expect((await owner.get('/admin/me/views/orders')).body.items).toEqual([]);
});

test('a phone number that is searched for is not kept in the clear', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  await owner.send('PUT', '/admin/me/views/orders', view('老客', { phone: '13800001234' }));
  const { rows } = await app.sql.query('select look from staff_view');
  expect(rows).toHaveLength(1);
  expect(rows[0].look).not.toContain('1380000');
});

test('the thirty-first view of a list is refused, one of the thirty can still be replaced', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  for (let n = 1; n <= 30; n++) await owner.send('PUT', '/admin/me/views/goods', view(`视图 ${n}`));
  const more = await owner.send('PUT', '/admin/me/views/goods', view('再一个'));
  expect([more.status, more.body.code]).toEqual([409, 'VIEWS_FULL']);
  expect((await owner.send('PUT', '/admin/me/views/goods', view('视图 7', { state: 'on' }))).status).toBe(200);
  expect((await owner.send('PUT', '/admin/me/views/stock', view('再一个'))).status).toBe(200);
});
