import { getAdminCampaign } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Alert, Skeleton } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { CampaignEditor } from './CampaignEditor.tsx';
import { CampaignFigures } from './CampaignFigures.tsx';
import { Actions } from './CampaignsPage.tsx';
import { CAMPAIGN_STATES, draftOf, isForeign, newCampaign } from './campaign-form.ts';

/** An empty campaign, or a copy of another one that begins now. */
export function NewCampaignPage() {
  const from = useSearchParams()[0].get('from');
  const [fresh] = useState(() => newCampaign(new Date()));
  const copied = useAsk(getAdminCampaign, from ? { path: { id: from } } : null);
  if (from && !copied.data)
    return (
      <PageFrame title="新建活动">
        {copied.error ? <ProblemAlert problem={copied.error} onRetry={copied.refetch} /> : <Skeleton active />}
      </PageFrame>
    );
  const { startsAt, endsAt } = fresh;
  // The form would make another kind of it.
  if (copied.data && isForeign(copied.data))
    return (
      <PageFrame title="新建活动">
        <Alert type="info" showIcon title="这个活动由接口创建，后台没有它的编辑页，请通过接口复制。" />
      </PageFrame>
    );
  const start = copied.data ? { ...draftOf(copied.data), startsAt, endsAt } : fresh;
  return (
    <PageFrame title="新建活动">
      <CampaignEditor key={from ?? 'new'} campaign={null} start={start} />
    </PageFrame>
  );
}

/** One campaign to look at and, as far as its state allows, to change. */
export function CampaignPage() {
  const { id = '' } = useParams();
  const found = useAsk(getAdminCampaign, { path: { id } });
  const campaign = found.data;
  if (!campaign)
    return (
      <PageFrame title="活动">
        {found.isPending ? <Skeleton active /> : <ProblemAlert problem={found.error} onRetry={found.refetch} />}
      </PageFrame>
    );
  return (
    <PageFrame
      title={campaign.name}
      sub={
        <>
          <StatusTag state={campaign.state} map={CAMPAIGN_STATES} /> {campaign.sentences.join(' · ')}
        </>
      }
      extra={<Actions row={campaign} />}
    >
      {campaign.state !== 'draft' && campaign.state !== 'planned' && <CampaignFigures id={id} />}
      {isForeign(campaign) ? (
        <Alert type="info" showIcon title="这个活动由接口创建，后台没有它的编辑页；可以在这里停止。" />
      ) : (
        <CampaignEditor key={`${id}.${campaign.version}`} campaign={campaign} start={draftOf(campaign)} />
      )}
    </PageFrame>
  );
}
