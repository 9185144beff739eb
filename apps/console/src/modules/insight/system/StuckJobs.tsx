import type { Item } from '@jishi/api-client';
import { listStuckJobs, retryStuckJob } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Skeleton } from 'antd';
import { tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { SystemPanel } from './SystemPanel.tsx';
import { taskText } from './task-words.ts';

type StuckJob = Item<'listStuckJobs'>;

/** Background work that failed to its last try: what, since when, why, and a button to try it again. */
export function StuckJobs() {
  const query = useAsk(listStuckJobs);
  return (
    <PageFrame sub="退款、关单、上传物流等任务失败后，系统会在几天内自动重试。多次仍未成功的列在这里，排除原因后请点「重试」。">
      <SystemPanel />
      <section className="panel">
        <ProblemAlert problem={query.error} onRetry={query.refetch} />
        {query.isPending && <Skeleton active />}
        {query.data?.items.length === 0 && <EmptyNext title="没有失败的任务" />}
        {query.data?.items.map((job) => (
          <StuckJobCard key={job.id} job={job} />
        ))}
      </section>
    </PageFrame>
  );
}

function StuckJobCard({ job }: { job: StuckJob }) {
  const { can } = useStaff();
  const retry = useChange(retryStuckJob, { onDone: () => tell('已重新开始') });
  return (
    <div className="stock-card">
      <div className="goods-card-foot">
        <strong>{taskText(job.task)}</strong>
        {can('settings:write') && (
          <Button size="small" loading={retry.busy} onClick={() => void retry.run({ path: { id: job.id } })}>
            重试
          </Button>
        )}
      </div>
      <span className="quiet">
        发生于 <When at={job.at} />，{job.attempts > 0 ? `共试 ${job.attempts} 次` : '未能开始'}，
        <When at={job.stuckSince} /> 后不再自动重试
      </span>
      {job.failure && <span className="quiet breaks">最后一次的错误：{job.failure}</span>}
    </div>
  );
}
