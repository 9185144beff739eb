import type { PropsWithChildren } from 'react';
import './theme/tokens.scss';
import './theme/base.scss';

export default function App({ children }: PropsWithChildren) {
  return children;
}
