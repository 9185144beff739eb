import { ApiProblem } from '@jishi/api-client';
import { getAdminGoods } from '@jishi/api-client/admin';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { api } from '../../../api.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { GoodsEditor } from './GoodsEditor.tsx';

/** Loads one product and edits it. It is not loaded anew while it is edited, so nothing typed is lost. */
export function EditGoodsPage() {
  const { id = '' } = useParams();
  const [round, setRound] = useState(0);
  const goods = useQuery({
    queryKey: ['editor', id, round],
    queryFn: ({ signal }) => api(getAdminGoods, { path: { id } }, { signal }),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const brought = (useLocation().state as { trouble?: string | null } | null)?.trouble ?? null;
  // Lives here, not in the editor, which begins anew with what was saved.
  const [trouble, setTrouble] = useState(brought);
  const reload = (left: string | null = null) => {
    setTrouble(left);
    setRound(round + 1);
  };
  if (goods.data)
    return (
      <>
        {trouble && <Alert className="draft-notice" type="warning" showIcon title={trouble} />}
        <GoodsEditor key={`${id}.${round}`} goods={goods.data} reload={reload} />
      </>
    );
  const missing = goods.error instanceof ApiProblem && goods.error.status === 404;
  return (
    <PageFrame title="编辑商品">
      {goods.isPending && <Skeleton active paragraph={{ rows: 12 }} />}
      {missing ? (
        <EmptyNext
          title="没有这件商品"
          action={
            <Link to="/goods">
              <Button>回到商品管理</Button>
            </Link>
          }
        />
      ) : (
        <ProblemAlert problem={goods.error} onRetry={goods.refetch} />
      )}
    </PageFrame>
  );
}
