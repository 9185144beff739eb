import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Pages } from './usePages.ts';

/** To the page before and the next one; nothing where all rows are on one. */
export function PageSteps<T>({ pages }: { pages: Pages<T> }) {
  if (!pages.goBack && !pages.goNext) return null;
  return (
    <nav className="sheet-steps" aria-label="翻页">
      <Button icon={<LeftOutlined />} disabled={!pages.goBack} onClick={() => pages.goBack?.()}>
        上一页
      </Button>
      <span className="quiet">第 {pages.number} 页</span>
      <Button icon={<RightOutlined />} iconPlacement="end" disabled={!pages.goNext} onClick={() => pages.goNext?.()}>
        下一页
      </Button>
    </nav>
  );
}
