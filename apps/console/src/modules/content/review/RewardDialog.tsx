import { getReviewSettings, putReviewSettings } from '@jishi/api-client/admin';
import { putReviewSettings as limits } from '@jishi/api-client/limits';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Form, InputNumber, Modal, Skeleton } from 'antd';
import { Field } from '../../../form/Field.tsx';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useStaff } from '../../../session.tsx';

/** What the shop gives for a review, whatever its stars. */
export function RewardDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<{ points: number }>();
  const settings = useAsk(getReviewSettings);
  const { can } = useStaff();
  const change = useChanges();
  const { busy, send } = useSending<{ points: number }>(form, async (body) => {
    await change(putReviewSettings, { body });
    tell('已保存');
    onClose();
  });
  return (
    <Modal
      open
      title="评价奖励"
      okText="保存"
      cancelText="取消"
      okButtonProps={{ id: 'reward-save', disabled: !can('settings:write') || !settings.data }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ProblemAlert problem={settings.error} onRetry={settings.refetch} />
      {settings.isPending && <Skeleton active />}
      {settings.data && (
        <Form form={form} layout="vertical" initialValues={settings.data} onFinish={send}>
          <Field<{ points: number }>
            name="points"
            label="每条评价送积分"
            htmlFor="reward-points"
            limit={limits.points}
            required="请填写，0 表示不送"
            extra="每件商品一次，展示后到账，好评差评都一样：只奖励好评违反《反不正当竞争法》第九条。评价上会注明。"
          >
            <InputNumber id="reward-points" />
          </Field>
        </Form>
      )}
    </Modal>
  );
}
