import { createCoupon, previewCoupon, updateCoupon } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Form } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import beside from '../../../form/Beside.module.css';
import { useDraft } from '../../../form/useDraft.tsx';
import { useLater } from '../../../form/useLater.ts';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { yuanText } from '../../../parts/money.ts';
import { useStaff } from '../../../session.tsx';
import styles from './CouponEditor.module.css';
import { BenefitFields, IssueFields, RangeFields, TogetherFields } from './CouponFields.tsx';
import { type AdminCoupon, type CouponDraft, ruleOf } from './coupon-form.ts';

/** The form of a coupon beside what a shopper will read of it. Once issued, only what helps the shopper can be changed. */
export function CouponEditor({ coupon, start }: { coupon: AdminCoupon | null; start: CouponDraft }) {
  const [form] = Form.useForm<CouponDraft>();
  const [shown, setShown] = useState(start);
  const later = useLater(setShown);
  const { can } = useStaff();
  const navigate = useNavigate();
  const change = useChanges();
  const draft = useDraft(coupon ? `coupon.${coupon.id}.${coupon.version}` : 'coupon.new', form);
  const { busy, send } = useSending<CouponDraft>(form, async () => {
    const typed = form.getFieldsValue(true) as CouponDraft;
    const body = { name: typed.name, rule: ruleOf(typed) };
    const saved = coupon
      ? await change(updateCoupon, { path: { id: coupon.id }, body: { ...body, version: coupon.version } })
      : await change(createCoupon, { body });
    draft.forget();
    tell(coupon ? '已保存' : '已存为草稿，确认无误后点「开始发放」');
    if (!coupon) void navigate(`/coupons/${saved.id}`, { replace: true });
  });
  const issued = coupon !== null && coupon.state !== 'draft';
  return (
    <div className={beside.columns}>
      <div>
        {draft.notice}
        {issued && (
          <Alert
            className="draft-notice"
            type="info"
            showIcon
            title="这张券已经发放过：可以改名称、增加数量和预算、延后结束时间；其他内容请停止后复制成新券再改。"
          />
        )}
        <Form
          form={form}
          layout="vertical"
          disabled={!can('promotion:write')}
          initialValues={start}
          onValuesChange={() => {
            draft.keep();
            later(form.getFieldsValue(true) as CouponDraft);
          }}
          onFinish={send}
          scrollToFirstError
        >
          <BenefitFields issued={issued} />
          <RangeFields issued={issued} />
          <IssueFields issued={issued} />
          <TogetherFields issued={issued} />
          {can('promotion:write') && (
            <Button type="primary" htmlType="submit" id="coupon-save" loading={busy} style={{ marginTop: 16 }}>
              {coupon ? '保存' : '存为草稿'}
            </Button>
          )}
        </Form>
      </div>
      <Preview draft={shown} />
    </div>
  );
}

/** What a shopper will read, in the server's own words, and the most that all of it costs. */
function Preview({ draft }: { draft: CouponDraft }) {
  const preview = useAsk(previewCoupon, { body: { rule: ruleOf(draft) } }, { keep: true });
  const found = preview.data;
  return (
    <aside className={`panel ${beside.aside}`} aria-label="预览">
      <h2>顾客看到的</h2>
      {found && (
        <>
          <div className={styles.ticket} id="coupon-words">
            <strong>{found.words.title}</strong>
            <span>{draft.name || '优惠券名称'}</span>
          </div>
          <ul className={beside.lines}>
            {found.words.lines.slice(1).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p id="coupon-most">
            {found.mostFen === null ? (
              <span className="quiet">没有限量，也没有预算，最多让利算不出来。</span>
            ) : (
              <>
                最多让利 <strong>{yuanText(found.mostFen)}</strong>
              </>
            )}
          </p>
          {found.errors.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title="还不能保存"
              description={found.errors.map((error) => (
                <div key={`${error.field} ${error.message}`}>{error.message}</div>
              ))}
            />
          )}
        </>
      )}
    </aside>
  );
}
