import { Grid, Menu, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';
import { PageFrame } from '../../parts/PageFrame.tsx';
import { type Permission, useStaff } from '../../session.tsx';
import { AppKeys } from './AppKeys.tsx';
import { AuditLog } from './AuditLog.tsx';
import { SecurityPolicy } from './SecurityPolicy.tsx';
import { ShopSettings } from './ShopSettings.tsx';
import { StaffAccounts } from './StaffAccounts.tsx';
import { StuckJobs } from './StuckJobs.tsx';
import { WechatConnection } from './WechatConnection.tsx';

const SECTIONS: { path: string; label: string; needs: Permission; page: ReactNode }[] = [
  { path: 'shop', label: '店铺与交易', needs: 'settings:read', page: <ShopSettings /> },
  { path: 'wechat', label: '微信接入', needs: 'settings:read', page: <WechatConnection /> },
  { path: 'staff', label: '员工与权限', needs: 'staff:manage', page: <StaffAccounts /> },
  { path: 'security', label: '登录安全', needs: 'staff:manage', page: <SecurityPolicy /> },
  { path: 'keys', label: '接口密钥', needs: 'staff:manage', page: <AppKeys /> },
  { path: 'tasks', label: '后台任务', needs: 'settings:read', page: <StuckJobs /> },
  { path: 'audit', label: '操作日志', needs: 'audit:read', page: <AuditLog /> },
];

/** Everything that is set once and looked up rarely, one section an address. */
export function SettingsPage() {
  const { can } = useStaff();
  const narrow = Grid.useBreakpoint().lg === false;
  const navigate = useNavigate();
  const seen = SECTIONS.filter((section) => can(section.needs));
  const { pathname } = useLocation();
  const at = seen.find((section) => pathname.endsWith(`/${section.path}`)) ?? seen[0];
  return (
    <PageFrame title="店铺设置">
      <div className={narrow ? '' : 'settings'}>
        {narrow ? (
          <Tabs
            activeKey={at?.path}
            onChange={(path) => navigate(`/settings/${path}`)}
            items={seen.map(({ path, label }) => ({ key: path, label }))}
          />
        ) : (
          <Menu
            className="panel"
            selectedKeys={at ? [at.path] : []}
            items={seen.map(({ path, label }) => ({ key: path, label: <Link to={`/settings/${path}`}>{label}</Link> }))}
          />
        )}
        <Routes>
          {seen.map(({ path, page }) => (
            <Route key={path} path={path} element={page} />
          ))}
          {at && <Route path="*" element={<Navigate to={`/settings/${at.path}`} replace />} />}
        </Routes>
      </div>
    </PageFrame>
  );
}
