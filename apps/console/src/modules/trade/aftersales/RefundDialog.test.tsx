// @vitest-environment jsdom
import { createClient, type TransportRequest } from '@jishi/api-client';
import { DataProvider, makeData } from '@jishi/api-client/react';
import { ADMIN_STALE } from '@jishi/api-client/stale';
import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AdjustDialog } from '../../stock/inventory/AdjustDialog.tsx';
import { ShipDialog } from '../fulfilment/ShipDialog.tsx';
import type { Order } from '../order/order-words.ts';
import { RefundDialog } from './RefundDialog.tsx';

const LINE = {
  id: 'line-1',
  skuId: 'sku-1',
  title: '挂耳咖啡',
  specs: ['十袋'],
  picture: '/files/a.webp',
  quantity: 2,
  refundedQuantity: 0,
  shippedQuantity: 0,
  payableFen: 65800,
};
const ORDER = {
  id: 'order-1',
  number: '1',
  state: 'paid',
  pieces: 2,
  lines: [LINE],
  refunds: [],
  address: { name: '林小满' },
} as unknown as Order;
const ROW = { skuId: 'sku-1', title: '挂耳咖啡', specs: [], code: 'A-1', onHand: 9, reserved: 0, available: 9 };

/** The first dialog of a run is slow on a busy machine: all of antd is made ready for it. */
const PATIENCE_MS = 30_000;
const until = <T,>(fact: () => T): Promise<T> => vi.waitFor(fact, { timeout: PATIENCE_MS, interval: 20 });

let root: Root;
let changes: TransportRequest[];
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
  }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  changes = [];
});
afterEach(() => {
  root.unmount();
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

/** The answer to the first change is lost after it took effect; later ones arrive. */
function show(dialog: ReactNode): void {
  const transport = async (request: TransportRequest) => {
    const isPreview = request.url.endsWith('/refund-preview');
    if (request.method === 'GET') return { status: 200, data: { items: [{ code: 'ZTO', name: '中通快递' }] } };
    if (isPreview) return { status: 200, data: { amountFen: 32900, freightFen: 0, keptFen: 0, terms: [], also: [] } };
    if (changes.push(request) === 1) throw new Error('the connection was cut');
    return { status: 200, data: { id: 'x', onHand: 14, available: 14 } };
  };
  const data = makeData({ api: createClient({ baseUrl: '', transport }), stale: ADMIN_STALE });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<DataProvider data={data}>{dialog}</DataProvider>);
}
const find = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const click = async (selector: string) => {
  await until(() => expect(find<HTMLButtonElement>(selector).disabled).toBe(false));
  find<HTMLButtonElement>(selector).click();
};
/** Presses, loses the answer, reads what the dialog says, and presses again. */
async function pressTwice(button: string): Promise<void> {
  await click(button);
  await until(() => expect(document.body.textContent).toContain('没有收到结果，可能已经成功'));
  await click(button);
  await until(() => expect(changes).toHaveLength(2));
  const [lost, again] = changes.map((r) => ({ url: r.url, body: r.body, key: r.headers['idempotency-key'] }));
  expect(again).toEqual(lost);
  expect(lost?.key).toMatch(/^[a-z0-9]{28}$/);
}

test(
  'a refund whose answer was lost is not paid twice by a second click',
  async () => {
    const close = vi.fn();
    show(<RefundDialog order={ORDER} onClose={close} />);
    await pressTwice('#refund-go');
    expect(changes[0]?.url).toBe('/admin/orders/order-1/refunds');
    await until(() => expect(close).toHaveBeenCalledTimes(1));
  },
  PATIENCE_MS,
);

test(
  'a parcel whose answer was lost is not sent twice',
  async () => {
    show(
      <ShipDialog
        order={ORDER}
        wrong={{ id: 'parcel-1', carrier: 'ZTO', trackingNumber: 'ZT123456789' }}
        onClose={() => {}}
      />,
    );
    await pressTwice('#ship-go');
  },
  PATIENCE_MS,
);

test(
  'pieces whose answer was lost are not counted twice',
  async () => {
    show(<AdjustDialog row={ROW as never} onClose={() => {}} />);
    await until(() => find('input[role="spinbutton"]'));
    const pieces = find<HTMLInputElement>('input[role="spinbutton"]');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(pieces, '5');
    pieces.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => expect(find('#stock-go').textContent).toContain('增加 5 件'));
    await pressTwice('#stock-go');
  },
  PATIENCE_MS,
);

test(
  'while the shopper’s request waits, nothing can be sent, and the dialogs say why',
  async () => {
    const asked = { ...ORDER, refunds: [{ state: 'requested' }] } as unknown as Order;
    show(<ShipDialog order={asked} onClose={() => {}} />);
    await until(() => expect(document.body.textContent).toContain('买家申请了退款，处理之后才能发货'));
    expect(find<HTMLButtonElement>('#ship-go').disabled).toBe(true);
    root.render(null);
    show(<RefundDialog order={asked} onClose={() => {}} />);
    await until(() => expect(document.body.textContent).toContain('买家申请的退款还在等您处理'));
  },
  PATIENCE_MS,
);

test(
  'pieces that go back are not counted for the parcel, and an order that was sent meanwhile is not refunded from here',
  async () => {
    const left = { ...ORDER, lines: [{ ...LINE, refundedQuantity: 1 }] } as unknown as Order;
    show(<ShipDialog order={left} onClose={() => {}} />);
    await until(() => expect(document.body.textContent).toContain('共 1 件，收货人 林小满'));
    expect(document.body.textContent).toContain('已退或正在退款的 1 件不要发');
    root.render(null);
    show(<RefundDialog order={{ ...ORDER, state: 'shipped' }} onClose={() => {}} />);
    await until(() => expect(find<HTMLButtonElement>('#refund-go').disabled).toBe(true));
    expect(document.body.textContent).toContain('订单刚刚变了');
  },
  PATIENCE_MS,
);
