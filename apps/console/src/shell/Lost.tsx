import { Button } from 'antd';
import { Link } from 'react-router';
import { EmptyNext } from '../parts/EmptyNext.tsx';

/** An address that leads nowhere. */
export const Lost = () => (
  <EmptyNext
    title="没有这个页面"
    text="链接可能已失效，或地址输入有误。"
    action={
      <Link to="/">
        <Button type="primary">回到概况</Button>
      </Link>
    }
  />
);
