import { sendRefundToCard, takeRefundBack } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { Money } from '../../../parts/Money.tsx';
import { CARD_BANKS, type CardBank } from './card-banks.ts';
import { type Proof, ProofFields, proofOf } from './ProofFields.tsx';

interface Card {
  bank: CardBank;
  cardNumber: string;
  name: string;
}

/** Has WeChat pay an abnormal refund to another account than the one that is gone. */
export function OtherAccountDialog({
  refund,
  onClose,
}: {
  refund: { id: string; amountFen: number; purseFen: number };
  onClose: () => void;
}) {
  const [to, setTo] = useState<'card' | 'merchant'>('card');
  const [form] = Form.useForm<Card & Proof>();
  const path = { id: refund.id };
  const change = useChanges(`refund-end/${refund.id}`);
  const { busy, send } = useSending<Card & Proof>(form, async ({ bank, cardNumber, name, ...proof }) => {
    if (to === 'card')
      await change(sendRefundToCard, {
        path,
        body: { bank, cardNumber: cardNumber.replaceAll(' ', ''), name: name.trim() },
      });
    else await change(takeRefundBack, { path, body: proofOf(proof) });
    tell('已提交给微信，请稍后查看结果');
    onClose();
  });
  return (
    <Modal
      open
      title="改退到其他账户"
      okText="提交给微信"
      cancelText="取消"
      okButtonProps={{ danger: true, id: 'other-account-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">
        微信无法把 <Money fen={refund.amountFen - refund.purseFen} strong />{' '}
        退到买家原来的支付账户，请选择改退到哪里。提交后不能撤回。
      </p>
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item
          label="改退到"
          extra={to === 'merchant' && '钱会退到商户的结算银行账户，买家收不到，请先用其他方式退给买家。'}
        >
          <Radio.Group
            value={to}
            onChange={(event) => setTo(event.target.value)}
            options={[
              { value: 'card', label: '买家的银行卡' },
              { value: 'merchant', label: '商户账户' },
            ]}
          />
        </Form.Item>
        {to === 'card' ? <CardFields /> : <ProofFields />}
      </Form>
    </Modal>
  );
}

const CardFields = () => (
  <>
    <Form.Item
      name="bank"
      label="开户银行"
      extra="只支持储蓄卡"
      rules={[{ required: true, message: '请选择开户银行' }]}
    >
      <Select
        showSearch
        optionFilterProp="label"
        placeholder="请选择"
        options={Object.entries(CARD_BANKS).map(([value, label]) => ({ value, label }))}
      />
    </Form.Item>
    <Form.Item
      name="cardNumber"
      label="卡号"
      rules={[
        { required: true, message: '请填写卡号' },
        { pattern: /^[\d ]{12,24}$/, message: '卡号是 12 到 19 位数字' },
      ]}
    >
      <Input inputMode="numeric" autoComplete="off" maxLength={24} />
    </Form.Item>
    <Form.Item
      name="name"
      label="持卡人姓名"
      extra="须与银行卡一致；卡号和姓名加密发给微信，不会留存"
      rules={[{ required: true, whitespace: true, message: '请填写持卡人姓名' }]}
    >
      <Input autoComplete="off" maxLength={40} />
    </Form.Item>
  </>
);
