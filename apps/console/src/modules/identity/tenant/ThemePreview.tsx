import { Form } from 'antd';

/** As on a phone: shoppers see it on white, whatever the console's ground is. */
const PHONE = { background: '#fff', color: '#4b504d', borderRadius: 8, padding: '8px 12px' };

/** What the chosen colour looks like on a price and a button, while it is being chosen. */
export function ThemePreview() {
  const color: string | undefined = Form.useWatch('themeColor');
  return (
    <div
      style={{ display: 'flex', flexWrap: 'wrap', gap: '8px 16px', alignItems: 'center', marginBottom: 24, ...PHONE }}
      role="img"
      aria-label="主题色预览"
    >
      <span>预览</span>
      <strong style={{ color, fontSize: 20 }}>¥99.00</strong>
      <span style={{ background: color, color: '#fff', borderRadius: 18, padding: '6px 20px' }}>立即购买</span>
      <span style={{ color, border: `1px solid ${color}`, borderRadius: 18, padding: '5px 20px' }}>加入购物车</span>
    </div>
  );
}
