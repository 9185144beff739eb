import type { Item } from '@jishi/api-client';
import { dropSecondFactorOfStaff, endSessionsOfStaff } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Button, Dropdown, Space } from 'antd';
import { ask, tell, tellProblem } from '../../../parts/ask.ts';

interface Props {
  row: Item<'listStaff'>;
  isMe: boolean;
  /** Whether the signed-in person may change this one at all. */
  inReach: boolean;
  onEdit: () => void;
  onToggle: () => void;
}

/** What can be done with a staff member. */
export function RowActions({ row, isMe, inReach, onEdit, onToggle }: Props) {
  const change = useChanges();
  if (!inReach) return <span className="quiet">权限比您大</span>;
  const path = { id: row.id };
  const endSessions = async () => {
    const text = '对方在所有设备上都要重新登录。';
    if (!(await ask({ title: `让 ${row.name} 退出所有设备？`, text, okText: '退出' }))) return;
    await change(endSessionsOfStaff, { path }).then(() => tell('已全部退出'), tellProblem);
  };
  const dropFactor = async () => {
    const text = '对方的手机和恢复码都丢失时才需要。重置后只凭密码就能登录，请先当面或打电话确认是本人。';
    if (!(await ask({ title: `重置 ${row.name} 的动态验证码？`, text, okText: '重置', danger: true }))) return;
    await change(dropSecondFactorOfStaff, { path }).then(() => tell('已重置'), tellProblem);
  };
  const more = [
    { key: 'sessions', label: '退出所有设备', onClick: () => void endSessions() },
    ...(row.secondFactor ? [{ key: 'factor', label: '重置动态验证码', onClick: () => void dropFactor() }] : []),
  ];
  return (
    <Space size={0}>
      <Button type="link" size="small" onClick={onEdit}>
        编辑
      </Button>
      {!isMe && (
        <Button type="link" size="small" danger={row.active} onClick={onToggle}>
          {row.active ? '停用' : '恢复'}
        </Button>
      )}
      {!isMe && (
        <Dropdown trigger={['click']} menu={{ items: more }}>
          <Button type="link" size="small">
            更多
          </Button>
        </Dropdown>
      )}
    </Space>
  );
}
