import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Grid } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useStaff } from '../session.tsx';
import { ShopLink } from './ShopLink.tsx';
import { UserMenu } from './UserMenu.tsx';
import { usePaletteKey } from './usePaletteKey.ts';

const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }));
const MenuDrawer = lazy(async () => ({ default: (await import('./MenuDrawer.tsx')).MenuDrawer }));

/** Menu button, shop, search and who is signed in. */
export function TopBar() {
  const { shopName } = useStaff();
  const narrow = Grid.useBreakpoint().lg === false;
  const [menu, setMenu] = useState(false);
  const [palette, setPalette] = useState(false);
  const wasAsked = useOnce(palette);
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
      <Suspense>
        {(menu || narrow) && <MenuDrawer open={menu} onClose={() => setMenu(false)} />}
        {wasAsked && <Palette open={palette} onClose={() => setPalette(false)} />}
      </Suspense>
    </>
  );
}

/** Whether it has ever been so: what is loaded then stays, to close as it opened. */
function useOnce(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
