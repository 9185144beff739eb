import { PlusOutlined } from '@ant-design/icons';
import { deleteCampaign, listAdminCampaigns, stopCampaign } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Input, Segmented, Select, Space } from 'antd';
import { Link, useNavigate } from 'react-router';
import { ask, tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { CAMPAIGN_STATES, type CampaignRow } from './campaign-form.ts';

const STATES = [
  { label: '全部', value: '' },
  ...Object.entries(CAMPAIGN_STATES).map(([value, { text }]) => ({ label: text, value })),
];
const KINDS: Record<CampaignRow['kind'], string> = {
  discount: '限时折扣',
  reduction: '满减满折',
  pieces: '多件优惠',
  extra: '赠品换购',
  bundle: '套装',
  freight: '包邮',
  member: '会员价',
};

/** All campaigns of the shop: what each takes off, for which goods, and when. */
export function CampaignsPage() {
  const view = useUrlFilters({ state: '', kind: '', keyword: '' });
  const { can } = useStaff();
  const navigate = useNavigate();
  const { state, kind, keyword } = view.filters;
  const pages = usePages(listAdminCampaigns, {
    query: {
      state: (state || undefined) as CampaignRow['state'] | undefined,
      kind: (kind || undefined) as CampaignRow['kind'] | undefined,
      keyword: keyword.trim() || undefined,
      limit: 20,
    },
  });
  return (
    <PageFrame
      title="活动"
      sub="限时折扣、满减满折和多件优惠；到时间自动开始和结束。"
      extra={
        can('promotion:write') && (
          <Link to="/campaigns/add">
            <Button type="primary" icon={<PlusOutlined />} id="campaign-new">
              新建活动
            </Button>
          </Link>
        )
      }
    >
      <DataTable
        name="campaigns"
        columns={COLUMNS}
        pages={pages}
        rowKey={(row) => row.id}
        filters={
          <Space wrap>
            <Segmented options={STATES} value={state} onChange={(chosen) => view.set({ state: String(chosen) })} />
            <Select
              aria-label="活动类型"
              style={{ width: 130 }}
              value={kind}
              onChange={(chosen) => view.set({ kind: chosen })}
              options={[
                { value: '', label: '全部类型' },
                ...Object.entries(KINDS).map(([value, label]) => ({ value, label })),
              ]}
            />
            <Input.Search
              aria-label="按名称查找"
              placeholder="活动名称"
              allowClear
              defaultValue={keyword}
              onSearch={(typed) => view.set({ keyword: typed })}
              style={{ width: 180 }}
            />
          </Space>
        }
        onOpen={(row) => navigate(`/campaigns/${row.id}`)}
        card={(row) => <CampaignCard row={row} />}
        empty={
          view.pristine ? (
            <EmptyNext title="还没有活动" text="新建一个满减或限时折扣，顾客结算时自动享受。" />
          ) : undefined
        }
      />
    </PageFrame>
  );
}

const quotaText = ({ quota, quotaLeft }: CampaignRow): string =>
  quota === null ? '不限' : quotaLeft === null ? `共 ${quota} 件` : `剩 ${quotaLeft} / ${quota} 件`;

const COLUMNS: DataColumn<CampaignRow>[] = [
  {
    key: 'name',
    title: '活动',
    always: true,
    render: (_, row) => (
      <div>
        <Link to={`/campaigns/${row.id}`}>{row.name}</Link>
        <div className="quiet">
          {KINDS[row.kind]} · {row.label}
        </div>
      </div>
    ),
  },
  { key: 'state', title: '状态', render: (_, row) => <StatusTag state={row.state} map={CAMPAIGN_STATES} /> },
  { key: 'scope', title: '商品', render: (_, row) => row.scopeText },
  { key: 'from', title: '开始', render: (_, row) => <When at={row.startsAt} /> },
  { key: 'until', title: '结束', render: (_, row) => <When at={row.endsAt} /> },
  { key: 'quota', title: '名额', render: (_, row) => quotaText(row) },
  { key: 'updated', title: '更新时间', optional: true, render: (_, row) => <When at={row.updatedAt} /> },
  { key: 'actions', title: '操作', always: true, render: (_, row) => <Actions row={row} /> },
];

/** Stops, copies, or deletes a draft, after one question. */
export function Actions({ row: { id, name, state } }: { row: Pick<CampaignRow, 'id' | 'name' | 'state'> }) {
  const { can } = useStaff();
  const navigate = useNavigate();
  const stopping = useChange(stopCampaign, { onDone: () => tell('活动已停止') });
  const dropping = useChange(deleteCampaign, {
    onDone: () => {
      tell('草稿已删除');
      void navigate('/campaigns');
    },
  });
  if (!can('promotion:write')) return null;
  const stop = async () => {
    const text = '停止后立即恢复原价，不能再开始；已下的订单不受影响。';
    if (await ask({ title: `停止「${name}」？`, text, okText: '停止活动', danger: true }))
      await stopping.run({ path: { id } });
  };
  const drop = async () => {
    if (await ask({ title: `删除草稿「${name}」？`, text: '删除后不能恢复。', okText: '删除', danger: true }))
      await dropping.run({ path: { id } });
  };
  return (
    <Space size={4}>
      {(state === 'running' || state === 'planned') && (
        <Button size="small" onClick={() => void stop()}>
          停止
        </Button>
      )}
      <Link to={`/campaigns/add?from=${id}`}>
        <Button size="small" type="text">
          复制
        </Button>
      </Link>
      {state === 'draft' && (
        <Button size="small" type="text" danger onClick={() => void drop()}>
          删除
        </Button>
      )}
    </Space>
  );
}

const CampaignCard = ({ row }: { row: CampaignRow }) => (
  <Link to={`/campaigns/${row.id}`}>
    <strong>{row.name}</strong> <StatusTag state={row.state} map={CAMPAIGN_STATES} />
    <div className="quiet">
      {row.label} · {row.scopeText}
    </div>
    <div className="quiet">
      <When at={row.startsAt} /> 至 <When at={row.endsAt} />
    </div>
  </Link>
);
