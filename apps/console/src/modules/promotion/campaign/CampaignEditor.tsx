import { checkCampaign, createCampaign, updateCampaign } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Form, Space } from 'antd';
import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import beside from '../../../form/Beside.module.css';
import { useDraft } from '../../../form/useDraft.tsx';
import { useLater } from '../../../form/useLater.ts';
import { useSending } from '../../../form/useSending.ts';
import { ask, tell } from '../../../parts/ask.ts';
import { yuanText } from '../../../parts/money.ts';
import { useStaff } from '../../../session.tsx';
import { GainFields, RangeFields, WhenFields } from './CampaignFields.tsx';
import { type AdminCampaign, bodyOf, type CampaignDraft } from './campaign-form.ts';

/** The form of a campaign beside what it can cost and what a shopper will read of it. */
export function CampaignEditor({ campaign, start }: { campaign: AdminCampaign | null; start: CampaignDraft }) {
  const [form] = Form.useForm<CampaignDraft>();
  const [shown, setShown] = useState(start);
  const later = useLater(setShown);
  const { can } = useStaff();
  const navigate = useNavigate();
  const change = useChanges();
  const publish = useRef(true);
  const draft = useDraft(campaign ? `campaign.${campaign.id}.${campaign.version}` : 'campaign.new', form);
  const { busy, send } = useSending<CampaignDraft>(form, async () => {
    const body = { ...bodyOf(form.getFieldsValue(true) as CampaignDraft), publish: publish.current };
    const text = '发布后，活动一开始就只能延长时间、增加名额或停止。';
    if (publish.current && !(await ask({ title: '发布这个活动？', text, okText: '发布' }))) return;
    const saved = campaign
      ? await change(updateCampaign, { path: { id: campaign.id }, body: { ...body, version: campaign.version } })
      : await change(createCampaign, { body });
    draft.forget();
    tell(publish.current ? '已发布' : '已存为草稿');
    void navigate(`/campaigns/${saved.id}`, { replace: true });
  });
  const started = campaign?.state === 'running';
  const isOver = campaign?.state === 'over' || campaign?.state === 'stopped';
  const submit = (goesOut: boolean) => {
    publish.current = goesOut;
    form.submit();
  };
  return (
    <div className={beside.columns}>
      <div>
        {draft.notice}
        {started && (
          <Alert
            className="draft-notice"
            type="info"
            showIcon
            title="活动正在进行：可以改名称、延长时间、增加名额；其他内容请停止后复制新建。"
          />
        )}
        <Form
          form={form}
          layout="vertical"
          disabled={!can('promotion:write') || isOver}
          initialValues={start}
          onValuesChange={() => {
            draft.keep();
            later(form.getFieldsValue(true) as CampaignDraft);
          }}
          onFinish={send}
          scrollToFirstError
        >
          <WhenFields started={started} />
          <GainFields started={started} />
          <RangeFields started={started} />
          {can('promotion:write') && !isOver && (
            <Space style={{ marginTop: 16 }}>
              <Button type="primary" id="campaign-publish" loading={busy} onClick={() => submit(true)}>
                {campaign && campaign.state !== 'draft' ? '保存' : '发布'}
              </Button>
              {(!campaign || campaign.state === 'draft') && (
                <Button id="campaign-draft" disabled={busy} onClick={() => submit(false)}>
                  存为草稿
                </Button>
              )}
            </Space>
          )}
        </Form>
      </div>
      {!isOver && <Check draft={shown} id={campaign?.id} />}
    </div>
  );
}

/** What it can cost, what goes below cost, what else is on, and the words for the shopper: the server's own figures. */
function Check({ draft, id }: { draft: CampaignDraft; id: string | undefined }) {
  const body = { ...bodyOf(draft), name: draft.name || '未命名', ...(id ? { id } : {}) };
  const check = useAsk(checkCampaign, { body });
  const found = check.data;
  return (
    <aside className={`panel ${beside.aside}`} aria-label="检查">
      <h2>发布前检查</h2>
      {check.error && <Alert type="warning" showIcon title="还不能发布" description={check.error.message} />}
      {found && (
        <>
          <ul className={beside.lines} id="campaign-words">
            {found.sentences.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p id="campaign-most">
            覆盖 {found.goods} 件商品，最多让利{' '}
            <strong>{found.mostFen === null ? '算不出' : yuanText(found.mostFen)}</strong>
            <span className="quiet">（{found.mostText}）</span>
          </p>
          {found.sets !== null && <p id="campaign-sets">按各商品的库存，现在可以卖 {found.sets} 套</p>}
          {found.belowCostCount > 0 && (
            <Alert
              type="warning"
              showIcon
              title={`有 ${found.belowCostCount} 个规格可能低于成本`}
              description={found.belowCost.slice(0, 5).map((sku) => (
                <div key={sku.skuId}>
                  {sku.title} {sku.specs.join(' ')}：最低 {yuanText(sku.lowestFen)}，成本 {yuanText(sku.costFen)}
                </div>
              ))}
            />
          )}
          {found.struck && (
            <p id="campaign-struck">
              划线价：<span className="quiet">{found.struck.text}</span>
            </p>
          )}
          {found.overlaps.length > 0 && (
            <>
              <h3>同时进行的活动</h3>
              {found.overlaps.map((other) => (
                <p key={other.id} className="with-links">
                  <Link to={`/campaigns/${other.id}`}>{other.name}</Link>（{other.label}）：{other.text}
                </p>
              ))}
            </>
          )}
        </>
      )}
    </aside>
  );
}
