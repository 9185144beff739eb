import { LogoutOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons';
import { logoutStaff } from '@jishi/api-client/admin';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api.ts';
import { dropDrafts } from '../form/drafts.ts';
import { ask, tellProblem } from '../parts/ask.ts';
import { useStaff } from '../session.tsx';
import { useIdle } from './useIdle.ts';

/** Name of the signed-in person, what keeps their account safe, sign out; signs out by itself who left. */
export function UserMenu() {
  const { staff, idleMinutes } = useStaff();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const idle = useCallback(() => void api(logoutStaff).then(() => location.reload(), tellProblem), []);
  useIdle(idleMinutes, idle);
  const leave = async () => {
    const sure = await ask({ title: '退出登录？', text: '本机上未提交的草稿会一起清除。', okText: '退出' });
    if (!sure) return;
    try {
      await api(logoutStaff);
      dropDrafts();
      cache.clear();
      navigate('/login', { replace: true });
    } catch (problem) {
      tellProblem(problem);
    }
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', type: 'group', label: `${staff.name}(${staff.login})` },
          { key: 'account', icon: <SafetyOutlined />, label: '账号安全', onClick: () => navigate('/account') },
          { key: 'leave', icon: <LogoutOutlined />, label: '退出登录', onClick: leave },
        ],
      }}
    >
      <Button type="text" className="top-user" aria-label={`账号：${staff.name}`}>
        <span className="avatar" aria-hidden>
          <UserOutlined />
        </span>
        <span className="wide-only">{staff.name}</span>
      </Button>
    </Dropdown>
  );
}
