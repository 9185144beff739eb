import type { PropsWithChildren } from 'react';
import { startNavigation } from './nav';
import './theme/tokens.scss';
import './theme/base.scss';

startNavigation();

export default function App({ children }: PropsWithChildren) {
  return children;
}
