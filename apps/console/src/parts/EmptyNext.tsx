import { Empty } from 'antd';
import type { ReactNode } from 'react';

/** Nothing here yet: says why and offers the next step. */
export const EmptyNext = ({ title, text, action }: { title: string; text?: ReactNode; action?: ReactNode }) => (
  <Empty
    className="empty-next"
    image={Empty.PRESENTED_IMAGE_SIMPLE}
    description={
      <>
        <strong>{title}</strong>
        {text && <p className="quiet">{text}</p>}
      </>
    }
  >
    {action}
  </Empty>
);
