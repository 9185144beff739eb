import { Menu } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { version } from '../../../../package.json';
import { useHere, useTree } from '../routes/context.ts';
import { addressOf, markedOf, menuId, menuOf, type Page } from '../routes/tree.ts';
import { useStaff } from '../session.tsx';
import { keep, readKept } from '../table/kept.ts';
import css from './SideMenu.module.css';
import { useBadges } from './useBadges.ts';

/** Rarely needed, so it is folded until somebody opens it. */
const FOLDED = ['settings'];
const CLOSED = 'menu.closed';

/** The menu of what the signed-in person may open, in two levels. What was folded stays folded in this browser. */
export function SideMenu({ onGo }: { onGo?: () => void }) {
  const { can } = useStaff();
  const { group: here, pages: trail } = useHere();
  const marked = markedOf(trail);
  const badges = useBadges();
  const groups = menuOf(useTree(), can);
  const [closed, setClosed] = useState(() => readKept<string[]>(CLOSED, FOLDED));
  const open = groups.map(({ name }) => name).filter((name) => !closed.includes(name) || name === here?.name);
  const items = groups.map(({ name, title, icon, pages }) => ({
    key: name,
    icon,
    label: title,
    children: pages.map((page) => ({
      key: page.path,
      label: <Entry page={page} count={page.badge ? badges[page.badge] : undefined} />,
    })),
  }));
  return (
    <nav aria-label="主菜单">
      <Menu
        mode="inline"
        inlineIndent={16}
        items={items}
        openKeys={open}
        onOpenChange={(keys) => {
          const next = groups.map(({ name }) => name).filter((name) => !keys.includes(name));
          setClosed(next);
          keep(CLOSED, next);
        }}
        selectedKeys={marked ? [marked.path] : []}
        onClick={onGo}
      />
      <p className={css.version}>集市 {version}</p>
    </nav>
  );
}

const MOST = 99;
const Entry = ({ page, count = 0 }: { page: Page; count?: number }) => (
  <Link id={menuId(page)} to={addressOf(page)} className={css.menuEntry}>
    <span>{page.title}</span>
    {count > 0 && (
      <span className={`${css.menuCount} num`} role="img" aria-label={`${count} 项待处理`}>
        {count > MOST ? `${MOST}+` : count}
      </span>
    )}
  </Link>
);
