// @vitest-environment jsdom
import { createClient, type TransportRequest } from '@jishi/api-client';
import { DataProvider, makeData } from '@jishi/api-client/react';
import { ADMIN_STALE } from '@jishi/api-client/stale';
import { useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DataTable } from './DataTable.tsx';
import type { Pages } from './usePages.ts';
import { useUrlFilters } from './useUrlFilters.ts';

interface Row {
  id: string;
  title: string;
}
const PAGES: Pages<Row> = {
  rows: [
    { id: 'a', title: '挂耳咖啡' },
    { id: 'b', title: '手冲壶' },
  ],
  number: 1,
  loading: false,
  refreshing: false,
  stale: false,
  problem: null,
  goNext: null,
  goBack: null,
  reload: () => {},
};
const PATIENCE_MS = 30_000;
const until = <T,>(fact: () => T): Promise<T> => vi.waitFor(fact, { timeout: PATIENCE_MS, interval: 20 });

let root: Root;
let sent: TransportRequest[];
let address = '';
let views: unknown[];
const at = (width: number) =>
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: width >= Number(/min-width: (\d+)/.exec(query)?.[1] ?? 0),
    media: query,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
  }));
beforeEach(() => {
  localStorage.clear();
  sent = [];
  views = [];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  root.unmount();
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

function List() {
  const view = useUrlFilters({ state: '', sort: '' });
  const [keys, setKeys] = useState<string[]>([]);
  const { search } = useLocation();
  address = search;
  return (
    <DataTable
      name="goods"
      view={view}
      pages={PAGES}
      rowKey={(row) => row.id}
      rowName={(row) => row.title}
      columns={[
        { key: 'title', title: '商品', always: true, dataIndex: 'title', sort: 'title' },
        { key: 'code', title: '编码', optional: true, dataIndex: 'id' },
      ]}
      card={(row) => row.title}
      selection={{ keys, onChange: setKeys, bar: <span id="bar">{keys.join(',')}</span> }}
    />
  );
}

function show(width: number, search = ''): void {
  at(width);
  const transport = async (request: TransportRequest) => {
    sent.push(request);
    return { status: 200, data: { items: views } };
  };
  const data = makeData({ api: createClient({ baseUrl: '', transport }), stale: ADMIN_STALE });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <DataProvider data={data}>
      <MemoryRouter initialEntries={[`/goods${search}`]}>
        <List />
      </MemoryRouter>
    </DataProvider>,
  );
}
const button = (name: string) =>
  until(() => {
    const found = [...document.querySelectorAll('button')].find(
      (one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name,
    );
    if (!found) throw new Error(`no button ${name}`);
    return found;
  });

test(
  'a click on a title asks the server for that order, and the order stands in the address',
  async () => {
    show(1440);
    const click = async (order: string | null) => {
      const title = await until(() => {
        const found = document.querySelector<HTMLElement>('th.ant-table-column-has-sorters');
        if (found?.getAttribute('aria-sort') !== order) throw new Error(`not sorted ${order}`);
        return found;
      });
      title.click();
    };
    await click(null);
    await until(() => expect(address).toBe('?sort=title-up'));
    await click('ascending');
    await until(() => expect(address).toBe('?sort=title-down'));
    await click('descending');
    await until(() => expect(address).toBe(''));
  },
  PATIENCE_MS,
);

test(
  'a view of the server brings its filters, its order and its columns',
  async () => {
    views = [
      { id: 'v', name: '在售', filters: { state: 'on', sort: 'title-down' }, columns: [{ key: 'code', shown: true }] },
    ];
    show(1440, '?state=off');
    (await button('视图')).click();
    (await button('在售')).click();
    await until(() => expect(new URLSearchParams(address).get('state')).toBe('on'));
    expect(new URLSearchParams(address).get('sort')).toBe('title-down');
    await until(() => expect(document.querySelectorAll('thead th').length).toBe(3));
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /admin/me/views/goods']);
  },
  PATIENCE_MS,
);

test(
  'on a phone rows are cards, and are chosen for bulk work there too',
  async () => {
    show(375);
    const all = await until(() => {
      const found = document.querySelector<HTMLInputElement>('input[type="checkbox"]');
      if (!found || document.querySelector('table')) throw new Error('no cards yet');
      return found;
    });
    all.click();
    await until(() => expect(document.querySelector('#bar')?.textContent).toBe('a,b'));
    document.querySelector<HTMLInputElement>('input[aria-label="选择 手冲壶"]')?.click();
    await until(() => expect(document.querySelector('#bar')?.textContent).toBe('a'));
  },
  PATIENCE_MS,
);
