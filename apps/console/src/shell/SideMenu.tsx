import { Menu } from 'antd';
import { Link, useLocation } from 'react-router';
import { useStaff } from '../session.tsx';
import { PLACES, placeOf } from './menu.tsx';

/** The menu of what the signed-in person may open. */
export function SideMenu({ onGo }: { onGo?: () => void }) {
  const { can } = useStaff();
  const { pathname } = useLocation();
  const groups = PLACES.map(({ title, places }) => ({
    key: title,
    type: 'group' as const,
    label: title,
    children: places
      .filter(({ needs }) => can(needs))
      .map(({ id, to, label, icon }) => ({
        key: to,
        icon,
        label: (
          <Link id={id} to={to}>
            {label}
          </Link>
        ),
      })),
  })).filter(({ children }) => children.length > 0);
  return (
    <Menu
      mode="inline"
      inlineIndent={12}
      items={groups}
      selectedKeys={[placeOf(pathname)?.to ?? '']}
      onClick={onGo}
      aria-label="主菜单"
    />
  );
}
