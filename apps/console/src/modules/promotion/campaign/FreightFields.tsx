import { Form, InputNumber, Radio, Select, Space } from 'antd';
import { YuanInput } from '../../../form/YuanInput.tsx';

/** Provinces by the first two digits of GB/T 2260. */
const PROVINCES = [
  { value: '11', label: '北京' },
  { value: '12', label: '天津' },
  { value: '13', label: '河北' },
  { value: '14', label: '山西' },
  { value: '15', label: '内蒙古' },
  { value: '21', label: '辽宁' },
  { value: '22', label: '吉林' },
  { value: '23', label: '黑龙江' },
  { value: '31', label: '上海' },
  { value: '32', label: '江苏' },
  { value: '33', label: '浙江' },
  { value: '34', label: '安徽' },
  { value: '35', label: '福建' },
  { value: '36', label: '江西' },
  { value: '37', label: '山东' },
  { value: '41', label: '河南' },
  { value: '42', label: '湖北' },
  { value: '43', label: '湖南' },
  { value: '44', label: '广东' },
  { value: '45', label: '广西' },
  { value: '46', label: '海南' },
  { value: '50', label: '重庆' },
  { value: '51', label: '四川' },
  { value: '52', label: '贵州' },
  { value: '53', label: '云南' },
  { value: '54', label: '西藏' },
  { value: '61', label: '陕西' },
  { value: '62', label: '甘肃' },
  { value: '63', label: '青海' },
  { value: '64', label: '宁夏' },
  { value: '65', label: '新疆' },
  { value: '71', label: '台湾' },
  { value: '81', label: '香港' },
  { value: '82', label: '澳门' },
];

/** From how much on freight is free, or how much of it, and where. */
export function FreightFields({ started }: { started: boolean }) {
  const by = Form.useWatch(['freight', 'by'], { preserve: true }) as 'amount' | 'pieces';
  const isFree = Form.useWatch(['freight', 'isFree'], { preserve: true }) as boolean;
  const places = {
    mode: 'multiple' as const,
    disabled: started,
    options: PROVINCES,
    showSearch: { optionFilterProp: 'label' },
  };
  return (
    <>
      <Space wrap align="start">
        <Form.Item name={['freight', 'by']} label="按什么计算">
          <Select
            disabled={started}
            style={{ width: 130 }}
            options={[
              { value: 'amount', label: '买满多少元' },
              { value: 'pieces', label: '买满多少件' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name={['freight', 'from']}
          label="满"
          extra="0：不设门槛"
          rules={[{ required: true, message: '请填写门槛' }]}
        >
          {by === 'pieces' ? (
            <InputNumber min={0} max={9999} precision={0} suffix="件" disabled={started} style={{ width: 130 }} />
          ) : (
            <YuanInput disabled={started} style={{ width: 160 }} />
          )}
        </Form.Item>
      </Space>
      <Form.Item name={['freight', 'isFree']} label="优惠">
        <Radio.Group
          disabled={started}
          options={[
            { value: true, label: '包邮' },
            { value: false, label: '减一部分运费' },
          ]}
        />
      </Form.Item>
      {!isFree && (
        <Form.Item
          name={['freight', 'offFen']}
          label="运费减多少"
          rules={[{ required: true, message: '请填写减多少元，最多两位小数' }]}
        >
          <YuanInput disabled={started} style={{ width: 160 }} />
        </Form.Item>
      )}
      <Form.Item name={['freight', 'provinces']} label="只在这些地区" extra="不选：全国">
        <Select {...places} placeholder="全国" />
      </Form.Item>
      <Form.Item name={['freight', 'exceptProvinces']} label="除外的地区">
        <Select {...places} placeholder="例如：新疆、西藏" />
      </Form.Item>
    </>
  );
}
