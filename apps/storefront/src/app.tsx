import type { PropsWithChildren } from 'react';
import { loadPagesInAdvance } from './parts/pages';
import './theme/tokens.scss';
import './theme/base.scss';

loadPagesInAdvance();

export default function App({ children }: PropsWithChildren) {
  return children;
}
