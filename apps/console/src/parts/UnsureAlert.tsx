import { Alert } from 'antd';

/** Said in a dialog whose last sending may have taken effect: pressing again is safe as long as nothing is changed. */
export const UnsureAlert = ({ change }: { change: { unsure: boolean; busy: boolean } }) =>
  change.unsure && !change.busy ? (
    <Alert
      type="warning"
      showIcon
      className="dialog-notice"
      title="没有收到结果，可能已经成功"
      description="内容不变再点一次不会重复；要修改内容，请先关闭，核对最新状态。"
    />
  ) : null;
