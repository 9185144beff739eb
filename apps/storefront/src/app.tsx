import { DataProvider } from '@jishi/api-client/react';
import type { PropsWithChildren } from 'react';
import { data } from './data/data';
import { startNavigation } from './nav';
import { startOverlays } from './parts/Overlays';
import { startReports } from './session/reports';
import './theme/tokens.scss';
import './theme/base.scss';

startReports();
startNavigation();
startOverlays();

export default function App({ children }: PropsWithChildren) {
  return <DataProvider data={data}>{children}</DataProvider>;
}
