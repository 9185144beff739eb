import { DataProvider } from '@jishi/api-client/react';
import type { PropsWithChildren } from 'react';
import { data } from './data/data';
import { startNavigation } from './nav';
import './theme/tokens.scss';
import './theme/base.scss';

startNavigation();

export default function App({ children }: PropsWithChildren) {
  return <DataProvider data={data}>{children}</DataProvider>;
}
