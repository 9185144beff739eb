import { createBrowserRouter, type RouteObject } from 'react-router';
import { Waiting } from '../parts/Waiting.tsx';
import { FirstOf, Guard } from '../shell/Guard.tsx';
import { Lost } from '../shell/Lost.tsx';
import { RouteProblem } from '../shell/RouteProblem.tsx';
import { allPages, type Page, type Tree } from './tree.ts';

const routeOf = (page: Page): RouteObject => ({
  path: page.path,
  element: <Guard page={page} />,
  children: [{ index: true, lazy: async () => ({ Component: await page.load() }) }],
});

export const makeRouter = (tree: Tree) =>
  createBrowserRouter(
    [
      {
        path: '/login',
        HydrateFallback: Waiting,
        errorElement: <RouteProblem />,
        lazy: async () => ({ Component: (await import('../modules/identity/staff/login/LoginPage.tsx')).LoginPage }),
      },
      {
        path: '/setup',
        HydrateFallback: Waiting,
        errorElement: <RouteProblem />,
        lazy: async () => ({ Component: (await import('../modules/identity/setup/SetupPage.tsx')).SetupPage }),
      },
      {
        path: '/',
        HydrateFallback: Waiting,
        errorElement: <RouteProblem />,
        lazy: async () => ({ Component: (await import('../shell/Shell.tsx')).Shell }),
        children: [
          {
            errorElement: <RouteProblem />,
            children: [
              ...allPages(tree).map(routeOf),
              { path: 'settings', element: <FirstOf group="settings" /> },
              { path: '*', Component: Lost },
            ],
          },
        ],
      },
    ],
    { basename: '/console' },
  );
