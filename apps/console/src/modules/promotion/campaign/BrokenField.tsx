import { Form, Radio } from 'antd';

interface Props {
  of: 'extra' | 'reduction';
  started: boolean;
  options: { value: string; label: string }[];
}

/** What happens when goods go back and the rest no longer reaches the condition; the shopper reads it before asking for a refund. */
export const BrokenField = ({ of, started, options }: Props) => (
  <Form.Item
    name={[of, 'broken']}
    label="部分退款后不再满足门槛时"
    extra="顾客申请退款前会看到；因商家原因退款时可以不执行"
  >
    <Radio.Group disabled={started} options={options} style={{ display: 'flex', flexDirection: 'column', gap: 4 }} />
  </Form.Item>
);
