import { Button } from 'antd';
import { Link, Navigate, Outlet } from 'react-router';
import { PERMISSIONS } from '../modules/identity/staff/permission-words.ts';
import { EmptyNext } from '../parts/EmptyNext.tsx';
import { useTree } from '../routes/context.ts';
import { addressOf, allows, firstOpenPage, menuOf, type Page } from '../routes/tree.ts';
import { useStaff } from '../session.tsx';

/** Shows the page below only to those who may open it. From the first page everybody else is led to one of their own. */
export function Guard({ page }: { page: Page }) {
  const { can } = useStaff();
  const open = firstOpenPage(useTree(), can);
  if (allows(can, page)) return <Outlet />;
  if (page.path === '') return <Navigate to={open ? addressOf(open) : '/account'} replace />;
  return (
    <EmptyNext
      title={`您没有权限打开「${page.title}」`}
      text={page.needs && `需要「${PERMISSIONS[page.needs]}」权限，请联系店主或员工管理员开通。`}
      action={open && <BackTo page={open} />}
    />
  );
}

const BackTo = ({ page }: { page: Page }) => (
  <Link to={addressOf(page)} className="plain">
    <Button type="primary" tabIndex={-1}>
      打开「{page.title}」
    </Button>
  </Link>
);

/** The first page of a group that the person may open. */
export function FirstOf({ group }: { group: string }) {
  const { can } = useStaff();
  const [first] = menuOf(useTree(), can).find(({ name }) => name === group)?.pages ?? [];
  return <Navigate to={first ? addressOf(first) : '/'} replace />;
}
