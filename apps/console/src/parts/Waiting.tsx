import { Spin } from 'antd';

/** Fills the place of a page until its first data are here. */
export const Waiting = () => (
  <div className="waiting" role="status" aria-label="正在加载">
    <Spin size="large" />
  </div>
);
