import { MobileOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { ShopCode, shopUrl } from './ShopCode.tsx';

/** Opens the H5 store, by link or by QR code from a phone. */
export const ShopLink = () => (
  <Popover
    trigger="click"
    placement="bottomRight"
    title="手机扫码进店"
    content={
      <div className="shop-link">
        <ShopCode size={176} />
        <a href={shopUrl()} target="_blank" rel="noreferrer">
          在浏览器打开店铺
        </a>
      </div>
    }
  >
    <Button type="text" icon={<MobileOutlined />} aria-label="店铺的进店二维码">
      <span className="wide-only">店铺</span>
    </Button>
  </Popover>
);
