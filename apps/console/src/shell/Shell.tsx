import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Drawer, Grid } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Outlet, useNavigation } from 'react-router';
import { Waiting } from '../parts/Waiting.tsx';
import { SessionProvider, useStaff } from '../session.tsx';
import { Palette, usePaletteKey } from './Palette.tsx';
import { ShopLink } from './ShopLink.tsx';
import { SideMenu } from './SideMenu.tsx';
import { UserMenu } from './UserMenu.tsx';

/** The frame around every page of a signed-in person. */
export function Shell() {
  return (
    <SessionProvider>
      <div className="shell">
        <aside className="side">
          <Brand />
          <SideMenu />
        </aside>
        <div>
          <TopBar />
          <main className="content">
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
    </SessionProvider>
  );
}

const Brand = () => (
  <Link to="/" className="side-brand">
    <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" />
    集市
  </Link>
);

function TopBar() {
  const { shopName } = useStaff();
  const narrow = Grid.useBreakpoint().lg === false;
  const [menu, setMenu] = useState(false);
  const [palette, setPalette] = useState(false);
  usePaletteKey(() => setPalette(true));
  const moving = useNavigation().state === 'loading';
  return (
    <header className="top">
      {moving && <div className="top-moving" role="progressbar" aria-label="正在打开页面" />}
      <Button
        className="top-menu"
        type="text"
        icon={<MenuOutlined />}
        aria-label="打开菜单"
        onClick={() => setMenu(true)}
      />
      <span className="top-shop">{shopName}</span>
      <span className="top-gap" />
      <Button
        className={narrow ? undefined : 'top-search'}
        type={narrow ? 'text' : 'default'}
        icon={<SearchOutlined />}
        aria-label="搜索商品、订单与页面"
        onClick={() => setPalette(true)}
      >
        {!narrow && (
          <>
            搜索商品、订单与页面 <kbd>Ctrl K</kbd>
          </>
        )}
      </Button>
      <ShopLink />
      <UserMenu />
      <Drawer
        open={menu}
        onClose={() => setMenu(false)}
        placement="left"
        size={260}
        title={<Brand />}
        className="drawer-menu"
        styles={{ body: { padding: 0 } }}
      >
        <SideMenu onGo={() => setMenu(false)} />
      </Drawer>
      <Palette open={palette} onClose={() => setPalette(false)} />
    </header>
  );
}
