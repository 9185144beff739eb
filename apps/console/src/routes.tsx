import { createBrowserRouter, type RouteObject } from 'react-router';
import { Waiting } from './parts/Waiting.tsx';
import { Lost } from './shell/Lost.tsx';
import { RouteProblem } from './shell/RouteProblem.tsx';

/** Pages load when they are first opened. */
const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./pages/today/TodayPage.tsx')).TodayPage }) },
  { path: 'goods', lazy: async () => ({ Component: (await import('./pages/goods/GoodsListPage.tsx')).GoodsListPage }) },
  {
    path: 'goods/new',
    lazy: async () => ({ Component: (await import('./pages/goods/NewGoodsPage.tsx')).NewGoodsPage }),
  },
  {
    path: 'goods/categories',
    lazy: async () => ({ Component: (await import('./pages/goods/CategoriesPage.tsx')).CategoriesPage }),
  },
  {
    path: 'goods/:id',
    lazy: async () => ({ Component: (await import('./pages/goods/EditGoodsPage.tsx')).EditGoodsPage }),
  },
  { path: 'stock', lazy: async () => ({ Component: (await import('./pages/stock/StockPage.tsx')).StockPage }) },
  { path: 'orders', lazy: async () => ({ Component: (await import('./pages/orders/OrdersPage.tsx')).OrdersPage }) },
  { path: 'orders/:id', lazy: async () => ({ Component: (await import('./pages/orders/OrderPage.tsx')).OrderPage }) },
  { path: 'refunds', lazy: async () => ({ Component: (await import('./pages/refunds/RefundsPage.tsx')).RefundsPage }) },
  {
    path: 'reconciliation',
    lazy: async () => ({
      Component: (await import('./pages/reconciliation/ReconciliationPage.tsx')).ReconciliationPage,
    }),
  },
  { path: 'account', lazy: async () => ({ Component: (await import('./pages/account/AccountPage.tsx')).AccountPage }) },
  {
    path: 'settings/*',
    lazy: async () => ({ Component: (await import('./pages/settings/SettingsPage.tsx')).SettingsPage }),
  },
  { path: '*', Component: Lost },
];

export const makeRouter = () =>
  createBrowserRouter(
    [
      {
        path: '/login',
        HydrateFallback: Waiting,
        errorElement: <RouteProblem />,
        lazy: async () => ({ Component: (await import('./pages/login/LoginPage.tsx')).LoginPage }),
      },
      {
        path: '/',
        HydrateFallback: Waiting,
        errorElement: <RouteProblem />,
        lazy: async () => ({ Component: (await import('./shell/Shell.tsx')).Shell }),
        children: [{ errorElement: <RouteProblem />, children: pages }],
      },
    ],
    { basename: '/console' },
  );
