import { build } from 'esbuild';
import { expect, test } from 'vitest';

async function bundled(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    external: ['react', '@tanstack/react-query'],
  });
  return outputFiles[0]?.text ?? '';
}

test('what a shopper loads knows no address of the console, and only the operations it calls', async () => {
  const shop = await bundled(`
    import { createClient } from './client.ts';
    import { getCart, placeOrder } from './shop.ts';
    import { makeData, useAsk, useChange, usePages } from './react/index.ts';
    import { SHOP_STALE } from './stale.ts';
    import * as limits from './limits.ts';
    export const all = [createClient, getCart, placeOrder, makeData, useAsk, useChange, usePages, SHOP_STALE];
    export const longest = limits.placeOrder.note.maxLength;`);
  expect(shop).toContain('/shop/orders');
  expect(shop).not.toContain('/admin/');
  for (const foreign of ['refundOrder', 'listAdminOrders', '/shop/addresses', 'trackingNumber'])
    expect(shop, foreign).not.toContain(foreign);
  expect(shop.length).toBeLessThan(16_000);
});

test('what a program loads has no operation that only people may call', async () => {
  const app = await bundled(`export * from './app.ts';`);
  expect(app).toContain('/admin/orders');
  for (const path of ['/admin/staff', '/admin/me/', '/admin/session', '/shop/']) expect(app).not.toContain(path);
});
