import { Form, Input } from 'antd';
import { useStaff } from '../../../session.tsx';
import { PictureList } from '../../goods/media/PictureList.tsx';

/** How the merchant gave the money back outside WeChat Pay. */
export interface Proof {
  note: string;
  pictures?: string[];
}
export const proofOf = ({ note, pictures = [] }: Proof) => ({ note: note.trim(), picture: pictures[0] ?? null });

export function ProofFields() {
  const { can } = useStaff();
  return (
    <>
      <Form.Item
        name="note"
        label="怎么退的"
        extra="买家会看到"
        rules={[{ required: true, whitespace: true, message: '请写明退款方式和时间' }]}
      >
        <Input.TextArea
          maxLength={200}
          autoSize={{ minRows: 2 }}
          placeholder="例如：11 月 27 日已通过银行转账退回，尾号 1234"
        />
      </Form.Item>
      {can('goods:write') && (
        <Form.Item name="pictures" label="凭证图片（可选）">
          <PictureList max={1} />
        </Form.Item>
      )}
    </>
  );
}
