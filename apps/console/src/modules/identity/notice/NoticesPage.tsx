import { dropNotice, listAdminNotices } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Descriptions, Skeleton, Space, Tag } from 'antd';
import { useState } from 'react';
import { ask, tell } from '../../../parts/ask.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';
import styles from './Notices.module.css';
import type { Notice } from './suggestions.ts';
import { TemplateForm } from './TemplateForm.tsx';

/** Which subscribe messages (订阅消息) the shop sends, and what became of them. */
export function NoticesPage() {
  const { data, error, refetch } = useAsk(listAdminNotices);
  return (
    <PageFrame>
      <section className="panel">
        <Alert
          type="info"
          showIcon
          title="小程序会在合适的时候询问买家是否接收，买家同意一次，可以发送一条"
          description="先到 mp.weixin.qq.com → 功能 → 订阅消息 → 公共模板库，按下面的关键词选用模板，再回到这里对应内容。"
        />
        {!data && (error ? <ProblemAlert problem={error} onRetry={refetch} /> : <Skeleton active />)}
        {data?.items.map((notice) => (
          <NoticeCard key={notice.kind} notice={notice} />
        ))}
      </section>
    </PageFrame>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { can } = useStaff();
  const change = useChanges();
  const [open, setOpen] = useState(false);
  const { kind, title, when, search, template, facts, sent, notSent, failure } = notice;
  const drop = async () => {
    const text = '不再询问买家，也不再发送；已经发出的不受影响。';
    if (!(await ask({ title: `停用“${title}”？`, text, okText: '停用' }))) return;
    await change(dropNotice, { path: { kind } });
    tell('已停用');
  };
  const contentOf = (field: NonNullable<Notice['template']>['fields'][number]): string =>
    field.text ?? facts.find((fact) => fact.name === field.fact)?.label ?? '—';
  return (
    <div className={styles.card} id={`notice-${kind}`}>
      <h2>
        {title} {template && !template.foreign ? <Tag color="success">已启用</Tag> : <Tag>未启用</Tag>}
      </h2>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'when', label: '发送时机', children: when },
          { key: 'search', label: '模板库关键词', children: search },
          ...(template
            ? [
                { key: 'template', label: '所用模板', children: template.title },
                {
                  key: 'fields',
                  label: '内容',
                  children: template.fields.map((f) => `${f.label || f.key}：${contentOf(f)}`).join('；'),
                },
                { key: 'figures', label: '近 30 天', children: `送达 ${sent} 条，未送达 ${notSent} 条` },
              ]
            : [{ key: 'needs', label: '可用内容', children: facts.map((fact) => fact.label).join('、') }]),
        ]}
      />
      {template?.foreign && (
        <Alert type="warning" showIcon title="模板属于之前接入的小程序，请重新选择，否则不会发送" />
      )}
      {failure && <Alert type="warning" showIcon title={`最近一条没有送达：${failure}`} />}
      {can('settings:write') && !open && (
        <Space wrap>
          <Button id={`notice-${kind}-open`} onClick={() => setOpen(true)}>
            {template ? '更换模板' : '选择模板'}
          </Button>
          {template && <Button onClick={() => void drop()}>停用</Button>}
        </Space>
      )}
      {open && <TemplateForm notice={notice} onDone={() => setOpen(false)} />}
    </div>
  );
}
