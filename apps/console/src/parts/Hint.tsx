import { QuestionCircleOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';

/** A small mark that explains a word or a figure on hover and on focus. */
export const Hint = ({ text }: { text: ReactNode }) => (
  <Tooltip title={text}>
    <span className="hint" tabIndex={0} role="note" aria-label={typeof text === 'string' ? text : '说明'}>
      <QuestionCircleOutlined />
    </span>
  </Tooltip>
);
