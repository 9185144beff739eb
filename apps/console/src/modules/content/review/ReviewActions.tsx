import { foldReview, replyToReview, showReview } from '@jishi/api-client/admin';
import { replyToReview as replyLimits } from '@jishi/api-client/limits';
import { useChange, useChanges } from '@jishi/api-client/react';
import { Button, Form, Input, Modal, Radio, Space } from 'antd';
import { useState } from 'react';
import { Field } from '../../../form/Field.tsx';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import { FOLD_REASONS, type ReviewRow } from './review-words.ts';

/** What staff can do with a review in its state. */
export function ReviewActions({ review }: { review: ReviewRow }) {
  const { can } = useStaff();
  const show = useChange(showReview, { onDone: () => tell('已展示') });
  const [open, setOpen] = useState<'reply' | 'fold' | null>(null);
  if (!can('goods:write')) return null;
  const close = () => setOpen(null);
  return (
    <Space wrap>
      {(review.state === 'waiting' || review.state === 'folded') && (
        <Button
          size="small"
          id={`show-${review.id}`}
          loading={show.busy}
          onClick={() => void show.run({ path: { id: review.id } })}
        >
          展示
        </Button>
      )}
      {(review.state === 'waiting' || review.state === 'shown') && (
        <Button size="small" id={`fold-${review.id}`} onClick={() => setOpen('fold')}>
          折叠
        </Button>
      )}
      <Button size="small" id={`reply-${review.id}`} onClick={() => setOpen('reply')}>
        {review.reply ? '改回复' : '回复'}
      </Button>
      {open === 'reply' && <ReplyDialog review={review} onClose={close} />}
      {open === 'fold' && <FoldDialog review={review} onClose={close} />}
    </Space>
  );
}

function ReplyDialog({ review, onClose }: { review: ReviewRow; onClose: () => void }) {
  const [form] = Form.useForm<{ words: string }>();
  const change = useChanges();
  const { busy, send } = useSending<{ words: string }>(form, async ({ words }) => {
    await change(replyToReview, { path: { id: review.id }, body: { words } });
    tell('已回复，大家都能看到');
    onClose();
  });
  return (
    <Modal
      open
      title="回复评价"
      okText="回复"
      cancelText="取消"
      okButtonProps={{ id: 'reply-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="wraps">{review.words}</p>
      <Form form={form} layout="vertical" initialValues={{ words: review.reply?.words ?? '' }} onFinish={send}>
        <Field<{ words: string }>
          name="words"
          label="回复"
          htmlFor="reply-words"
          limit={replyLimits.words}
          required="请写几句"
          extra="请不要写出买家的姓名、电话、地址或购买细节。"
        >
          <Input.TextArea id="reply-words" autoSize={{ minRows: 3 }} showCount />
        </Field>
      </Form>
    </Modal>
  );
}

type Fold = { reason: keyof typeof FOLD_REASONS; note: string };

function FoldDialog({ review, onClose }: { review: ReviewRow; onClose: () => void }) {
  const [form] = Form.useForm<Fold>();
  const change = useChanges();
  const { busy, send } = useSending<Fold>(form, async (body) => {
    await change(foldReview, { path: { id: review.id }, body });
    tell('已折叠，商品页会显示折叠了几条');
    onClose();
  });
  return (
    <Modal
      open
      title="折叠评价"
      okText="折叠"
      cancelText="取消"
      okButtonProps={{ danger: true, id: 'fold-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">
        只有下面四种情况可以折叠。折叠真实的差评违反《电子商务法》第三十九条，操作会记入审计日志。
      </p>
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item<Fold> name="reason" label="原因" rules={[{ required: true, message: '请选择原因' }]}>
          <Radio.Group
            options={Object.entries(FOLD_REASONS).map(([value, label]) => ({ value, label }))}
            style={{ display: 'grid', gap: 8 }}
          />
        </Form.Item>
        <Form.Item<Fold>
          name="note"
          label="说明"
          htmlFor="fold-note"
          rules={[{ required: true, whitespace: true, message: '请写明是哪些内容，方便以后核查' }]}
        >
          <Input.TextArea id="fold-note" maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
