import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';

test('who reads whole phone numbers and addresses may do just that, does it one by one, and it is noted', async () => {
  const app = await startApp();
  const goods = await app.given.goods();
  const { id, shopper } = await app.given.order([{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }]);
  const [owner, packer, service] = [
    await app.given.owner(),
    await app.given.staff(['order:read', 'order:ship']),
    await app.given.staff(['order:read', 'customer:read']),
  ];
  const masked = {
    name: '林**',
    phone: '138****1234',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '***',
    regionCode: '330106',
  };
  for (const who of [owner, packer, service]) {
    const { body } = await who.get(`/admin/orders/${id}`);
    expect(body.address).toEqual(masked);
    expect(JSON.stringify(body)).not.toMatch(/13800001234|林小满|文三路/);
  }
  const url = `/admin/orders/${id}/receiver`;
  expect((await packer.post(url)).body.code).toBe('FORBIDDEN');
  const whole = (await service.post(url)).body;
  expect(whole).toMatchObject({ name: '林小满', phone: '13800001234', detail: '文三路 1 号' });
  expect((await shopper.get(`/shop/orders/${id}`)).body.address).toEqual(whole);
  const { items } = (await owner.get('/admin/audit')).body;
  const reads = items.filter((a: { operation: string }) => a.operation === 'revealReceiver');
  // The newest first; who may not look and tried is noted as well.
  expect(reads).toMatchObject([
    { target: id, result: 200, actorName: '店员' },
    { target: id, result: 403, actorName: '店员' },
  ]);
  const { rows } = await app.sql.query(`select coalesce(string_agg(a::text, ''), '') as audit from audit a`);
  expect(rows[0].audit).not.toMatch(/13800001234|林小满|文三路/);
});
