import { expect, test } from 'vitest';
import { startApp, TENANT } from './test/app.ts';
import { verifyAudits, verifyLedgers } from './upkeep-commands.ts';

test('verify-ledger says what is wrong: a balance without its entries, an entry of a chain that was lost', async () => {
  const app = await startApp();
  const goods = await app.given.goods();
  await app.given.paidOrder([{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }]);
  const verdict = async () => {
    const said: string[] = [];
    const right = await verifyLedgers(app.platform, (line) => said.push(line));
    return { right, said };
  };
  expect(await verdict()).toEqual({ right: true, said: [`shop ${TENANT}: the ledger is right`] });

  const { rows } = await app.sql.query(
    `update ledger_account set balance = balance + 3 where id like 'stock/%' returning id, balance`,
  );
  const { id, balance } = rows[0];
  const cooked = await verdict();
  expect(cooked.right).toBe(false);
  expect(cooked.said[0]).toBe(`shop ${TENANT}: 2 TROUBLES`);
  expect(cooked.said).toContainEqual(`  ${id}: balance ${balance}, entries ${balance - 3}`);
  await app.sql.query(`update ledger_account set balance = balance - 3 where id = $1`, [id]);

  await app.sql.query(`delete from ledger_transfer where kind = 'settle'`);
  const torn = await verdict();
  expect(torn.right).toBe(false);
  expect(torn.said.join('\n')).toContain('open reservations 1');
});

test('verify-audit says where the log stops being as it was written', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  for (const notice of ['周三休息', '周四休息', '周五休息']) {
    const settings = (await owner.get('/admin/settings')).body;
    expect((await owner.send('PUT', '/admin/settings', { ...settings, notice })).status).toBe(200);
  }
  const verdict = async () => {
    const said: string[] = [];
    const whole = await verifyAudits(app.platform, (line) => said.push(line));
    return { whole, said: said.join('\n') };
  };
  const before = await verdict();
  expect(before.whole).toBe(true);
  expect(before.said).toMatch(/^shop \d+: \d+ entries, unbroken; the last proof is /);
  await app.sql.query(`update audit set operation = 'putWechatConnection' where operation = 'putSettings'`);
  const after = await verdict();
  expect(after.whole).toBe(false);
  expect(after.said).toContain('BROKEN at entry');
});
