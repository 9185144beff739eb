import { DataProvider } from '@jishi/api-client/react';
import type { PropsWithChildren } from 'react';
import { data } from './data/data';
import { startPreview } from './data/preview';
import { startNavigation } from './nav';
import { startOverlays } from './parts/Overlays';
import { confirmAsk } from './parts/toast';
import { watchUpdates } from './platform/update';
import { mergeGuestCart } from './session/merge-guest-cart';
import { startReports } from './session/reports';
import './theme/tokens.scss';
import './theme/base.scss';

startPreview();
startReports();
// What a merge that was cut off has left.
void mergeGuestCart();
startNavigation();
startOverlays();
watchUpdates(() =>
  confirmAsk({ title: '有新版本', text: '重新打开即可使用，购物车和订单都会保留', confirmText: '立即更新' }),
);

export default function App({ children }: PropsWithChildren) {
  return <DataProvider data={data}>{children}</DataProvider>;
}
