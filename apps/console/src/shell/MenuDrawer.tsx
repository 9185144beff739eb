import { Drawer } from 'antd';
import { Brand } from './Brand.tsx';
import { SideMenu } from './SideMenu.tsx';

/** The menu where the page is too narrow for it to stand at the side. */
export const MenuDrawer = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Drawer
    open={open}
    onClose={onClose}
    placement="left"
    size={260}
    title={<Brand />}
    className="drawer-menu"
    styles={{ body: { padding: 0 } }}
  >
    <SideMenu onGo={onClose} />
  </Drawer>
);
