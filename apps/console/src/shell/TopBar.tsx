import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Drawer, Grid } from 'antd';
import { useState } from 'react';
import { useStaff } from '../session.tsx';
import { Brand } from './Brand.tsx';
import { Palette, usePaletteKey } from './Palette.tsx';
import { ShopLink } from './ShopLink.tsx';
import { SideMenu } from './SideMenu.tsx';
import { UserMenu } from './UserMenu.tsx';

/** Menu button, shop, search and who is signed in. */
export function TopBar() {
  const { shopName } = useStaff();
  const narrow = Grid.useBreakpoint().lg === false;
  const [menu, setMenu] = useState(false);
  const [palette, setPalette] = useState(false);
  usePaletteKey(() => setPalette(true));
  return (
    <>
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
        aria-label="搜索商品、订单与页面 Ctrl K"
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
    </>
  );
}
