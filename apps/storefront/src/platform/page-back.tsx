import { PageContainer } from '@tarojs/components';

/** While it is there, WeChat's way back (button, swipe) calls `onBack` and stays on the page. It shows nothing. */
export const PageBack = ({ onBack }: { onBack: () => void }) => (
  <PageContainer show overlay={false} duration={0} customStyle="height:0" onAfterLeave={onBack} />
);
