import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { EmptyNext } from '../parts/EmptyNext.tsx';

/** A page that broke or could not be loaded, e.g. because a newer version was installed meanwhile. */
export function RouteProblem() {
  const error = useRouteError();
  console.error(error);
  const stale = error instanceof Error && /dynamically imported module|module script/i.test(error.message);
  return (
    <EmptyNext
      title={stale ? '后台已更新' : '页面出了点问题'}
      text={
        stale ? '重新载入后即可继续，填写中的内容已保存为草稿。' : '重新载入通常可以恢复，填写中的内容已保存为草稿。'
      }
      action={
        <Button type="primary" onClick={() => window.location.reload()}>
          重新载入
        </Button>
      }
    />
  );
}
