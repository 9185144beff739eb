import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { makeQueryClient } from './queries.ts';
import { startReports } from './reports.ts';
import { makeRouter } from './routes.tsx';
import { Look } from './shell/Look.tsx';
import './console.css';

startReports();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={makeQueryClient()}>
      <Look>
        <RouterProvider router={makeRouter()} />
      </Look>
    </QueryClientProvider>
  </StrictMode>,
);
