import { PlusOutlined } from '@ant-design/icons';
import {
  deleteFreightTemplate,
  getFreightTemplate,
  listFreightTemplates,
  putDefaultFreight,
} from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Alert, Button, Skeleton, Space, Tag } from 'antd';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ask, tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { yuanText } from '../../../parts/money.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { wholeList } from '../../../table/wholeList.ts';
import { FreightEditor } from './FreightEditor.tsx';
import { FreightGoods } from './FreightGoods.tsx';
import { chargeText, copyName, draftOf, NEW_TEMPLATE, type Template, WAYS } from './freight-form.ts';

/** All freight templates, which of them is the shop's, and what each charges. */
export function FreightPage() {
  const found = useAsk(listFreightTemplates, {});
  const { can } = useStaff();
  const navigate = useNavigate();
  const mayWrite = can('settings:write');
  const hasDefault = found.data?.items.some((t) => t.isDefault);
  return (
    <PageFrame
      title="运费模板"
      sub="商品可以指定模板；没有指定的，按默认模板计算。"
      extra={
        mayWrite && (
          <Link to="/settings/freight/new">
            <Button type="primary" icon={<PlusOutlined />} id="freight-new">
              新建模板
            </Button>
          </Link>
        )
      }
    >
      {found.data && !hasDefault && (
        <Alert
          className="draft-notice"
          type="info"
          showIcon
          title={
            <>
              还没有默认模板：没有指定模板的商品按「<Link to="/settings/shop">店铺与交易</Link>」里的统一运费计算。
            </>
          }
        />
      )}
      <DataTable
        name="freight"
        columns={columnsOf(mayWrite)}
        pages={wholeList(found)}
        rowKey={(row) => row.id}
        onOpen={(row) => navigate(`/settings/freight/${row.id}`)}
        card={(row) => <TemplateCard row={row} mayWrite={mayWrite} />}
        empty={<EmptyNext title="还没有运费模板" text="按件、重量或体积，给不同的地区定不同的运费。" />}
      />
    </PageFrame>
  );
}

const Name = ({ row }: { row: Template }) => (
  <>
    <Link to={`/settings/freight/${row.id}`}>{row.name}</Link> {row.isDefault && <Tag color="blue">默认</Tag>}
  </>
);
const elsewhere = ({ terms: { zones, surcharges, unsent } }: Template): string =>
  [
    ...(zones.length > 0 ? [`${zones.length} 条地区运费`] : []),
    ...(surcharges.length > 0 ? ['偏远加收'] : []),
    ...(unsent ? [`${unsent.regions.length} 个地区不配送`] : []),
  ].join(' · ') || '全国一个价';

const columnsOf = (mayWrite: boolean): DataColumn<Template>[] => [
  { key: 'name', title: '模板', always: true, render: (_, row) => <Name row={row} /> },
  { key: 'by', title: '计费', render: (_, row) => WAYS[row.terms.by].label },
  { key: 'rest', title: '一般地区', render: (_, row) => chargeText(row.terms.by, row.terms.rest, yuanText) },
  { key: 'zones', title: '指定地区', render: (_, row) => elsewhere(row) },
  { key: 'goods', title: '使用的商品', align: 'right', render: (_, row) => row.goods },
  { key: 'actions', title: '操作', always: true, render: (_, row) => mayWrite && <Actions row={row} /> },
];

function Actions({ row }: { row: Template }) {
  const drop = useChange(deleteFreightTemplate, { onDone: () => tell('模板已删除') });
  const turn = useChange(putDefaultFreight, { onDone: () => tell('默认模板已更改，新订单立即按它计算') });
  const remove = async () => {
    const text = '没有商品在用它。删除后不能恢复，已经下的订单不受影响。';
    if (await ask({ title: `删除「${row.name}」？`, text, okText: '删除', danger: true }))
      await drop.run({ path: { id: row.id } });
  };
  const makeDefault = async () => {
    const question = row.isDefault
      ? { title: '不再用默认模板？', text: '没有指定模板的商品，改按「店铺与交易」里的统一运费计算。' }
      : { title: `把「${row.name}」设为默认？`, text: '所有没有指定模板的商品，新订单都按它计算运费。' };
    if (await ask({ ...question, okText: row.isDefault ? '取消默认' : '设为默认' }))
      await turn.run({ body: { id: row.isDefault ? null : row.id } });
  };
  return (
    <Space size={4} wrap>
      <Button size="small" type="text" onClick={() => void makeDefault()}>
        {row.isDefault ? '取消默认' : '设为默认'}
      </Button>
      <Link to={`/settings/freight/new?from=${row.id}`}>
        <Button size="small" type="text">
          复制
        </Button>
      </Link>
      <Button
        size="small"
        type="text"
        danger
        disabled={row.isDefault || row.goods > 0}
        title={row.isDefault || row.goods > 0 ? '默认模板和有商品在用的模板不能删除' : undefined}
        onClick={() => void remove()}
      >
        删除
      </Button>
    </Space>
  );
}

const TemplateCard = ({ row, mayWrite }: { row: Template; mayWrite: boolean }) => (
  <div>
    <Name row={row} />
    <div>{chargeText(row.terms.by, row.terms.rest, yuanText)}</div>
    <div className="quiet">
      {elsewhere(row)} · {row.goods} 件商品
    </div>
    {mayWrite && <Actions row={row} />}
  </div>
);

/** An empty template, or a copy of another one. */
export function NewFreightPage() {
  const from = useSearchParams()[0].get('from');
  const copied = useAsk(getFreightTemplate, from ? { path: { id: from } } : null);
  const isWaiting = from !== null && !copied.data && !copied.error;
  const start = copied.data ? { ...draftOf(copied.data), name: copyName(copied.data.name) } : NEW_TEMPLATE;
  return (
    <PageFrame title="新建运费模板">
      {isWaiting ? <Skeleton active /> : <FreightEditor key={from ?? 'new'} template={null} start={start} />}
    </PageFrame>
  );
}

/** One template to change, and the goods that are sent by it. */
export function EditFreightPage() {
  const { id = '' } = useParams();
  const found = useAsk(getFreightTemplate, { path: { id } });
  const template = found.data;
  if (!template)
    return (
      <PageFrame title="运费模板">
        {found.isPending ? <Skeleton active /> : <ProblemAlert problem={found.error} onRetry={found.refetch} />}
      </PageFrame>
    );
  return (
    <PageFrame title={template.name} sub={`${template.goods} 件商品使用${template.isDefault ? ' · 默认模板' : ''}`}>
      <FreightGoods template={template} />
      <FreightEditor key={`${id}.${template.version}`} template={template} start={draftOf(template)} />
    </PageFrame>
  );
}
