import type { Item } from '@jishi/api-client';
import { listStaff, updateStaff } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button } from 'antd';
import { useState } from 'react';
import { ask } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { useStaff } from '../../../session.tsx';
import { wholeList } from '../../../table/wholeList.ts';
import { StaffDialog } from './StaffDialog.tsx';
import { StaffList } from './StaffList.tsx';
import { RowActions } from './StaffRowActions.tsx';

type Staff = Item<'listStaff'>;
export function StaffAccounts() {
  const query = useAsk(listStaff);
  const update = useChange(updateStaff);
  const [editing, setEditing] = useState<Staff | 'new' | null>(null);
  const { staff: me } = useStaff();
  /** Whoever may do more than oneself is out of reach. */
  const inReach = (person: Staff) =>
    me.owner || (!person.owner && person.permissions.every((p) => me.permissions.includes(p)));
  const toggle = async (person: Staff) => {
    const text = person.active
      ? '停用后立即退出登录，不能再进入后台；记录都会保留，随时可以恢复。'
      : '恢复后可以用原来的密码登录。';
    const question = { title: `${person.active ? '停用' : '恢复'} ${person.name}？`, text, danger: person.active };
    if (!(await ask({ ...question, okText: person.active ? '停用' : '恢复' }))) return;
    await update.run({ path: { id: person.id }, body: { active: !person.active } });
  };
  return (
    <PageFrame
      extra={
        <Button type="primary" id="staff-new" onClick={() => setEditing('new')}>
          添加员工
        </Button>
      }
    >
      <StaffList
        pages={wholeList(query)}
        actions={(row) => (
          <RowActions
            row={row}
            isMe={row.id === me.id}
            inReach={inReach(row)}
            onEdit={() => setEditing(row)}
            onToggle={() => void toggle(row)}
          />
        )}
      />
      {editing && (
        <StaffDialog
          person={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={() => setEditing(null)}
        />
      )}
    </PageFrame>
  );
}
