import { DataProvider } from '@jishi/api-client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { data } from './data.ts';
import { startReports } from './reports.ts';
import { TreeContext } from './routes/context.ts';
import { TREE } from './routes/pages.tsx';
import { makeRouter } from './routes/router.tsx';
import { Look } from './shell/Look.tsx';
import './console.css';

startReports();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <DataProvider data={data}>
      <TreeContext.Provider value={TREE}>
        <Look>
          <RouterProvider router={makeRouter(TREE)} />
        </Look>
      </TreeContext.Provider>
    </DataProvider>
  </StrictMode>,
);
