import { AppstoreOutlined, FileTextOutlined, ShoppingOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { listAdminGoods, listAdminOrders } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Input, Modal, Spin } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useLater } from '../form/useLater.ts';
import { Money } from '../parts/Money.tsx';
import { useTree } from '../routes/context.ts';
import { orderQuery } from '../routes/search.ts';
import { addressOf, pagesFor } from '../routes/tree.ts';
import { useStaff } from '../session.tsx';
import css from './Palette.module.css';

interface Entry {
  key: string;
  to: string;
  icon: ReactNode;
  label: ReactNode;
  aside?: ReactNode;
}

/** Jumps to a page, a product or an order by what is typed; ↑ ↓ Enter. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      destroyOnHidden
      width={560}
      className={css.palette}
    >
      <PaletteBody onClose={onClose} />
    </Modal>
  );
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const { entries, searching } = useEntries(typed);
  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    navigate(entry.to);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') go(entries[at]);
    if (step === 0 || entries.length === 0) return;
    event.preventDefault();
    setAt((at + step + entries.length) % entries.length);
  };
  return (
    <>
      <Input
        autoFocus
        variant="borderless"
        size="large"
        placeholder="搜索页面、商品名称、订单号或收货手机号"
        aria-label="搜索"
        value={typed}
        suffix={searching ? <Spin size="small" /> : <kbd>Esc</kbd>}
        onKeyDown={onKey}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
      />
      <ul className={css.paletteList} aria-label="搜索结果">
        {entries.map((entry, index) => (
          <li key={entry.key}>
            <button
              type="button"
              className={index === at ? `${css.paletteEntry} ${css.at}` : css.paletteEntry}
              onMouseEnter={() => setAt(index)}
              onClick={() => go(entry)}
            >
              {entry.icon}
              <span className={css.paletteLabel}>{entry.label}</span>
              <span className="quiet">{entry.aside}</span>
            </button>
          </li>
        ))}
        {entries.length === 0 && !searching && (
          <li className={`${css.paletteNone} quiet`}>没有找到。订单请输入完整订单号或收货手机号。</li>
        )}
      </ul>
    </>
  );
}

function useEntries(typed: string): { entries: Entry[]; searching: boolean } {
  const { can } = useStaff();
  const tree = useTree();
  const [asked, setAsked] = useState('');
  const later = useLater(setAsked);
  useEffect(() => later(typed.trim()), [later, typed]);
  const order = orderQuery(asked);
  const goods = useAsk(
    listAdminGoods,
    { query: { keyword: asked, limit: 6 } },
    { enabled: asked.length > 0 && can('goods:read') },
  );
  const orders = useAsk(
    listAdminOrders,
    { query: { ...order, limit: 6 } },
    { enabled: order !== null && can('order:read') },
  );
  const entries = useMemo(() => {
    const found: Entry[] = pagesFor(tree, can, typed).map((page) => ({
      key: page.path,
      to: addressOf(page),
      icon: page.action ? <ThunderboltOutlined /> : <AppstoreOutlined />,
      label: page.title,
      aside: page.action ? '操作' : '页面',
    }));
    for (const one of orders.data?.items ?? [])
      found.push({
        key: one.id,
        to: `/orders/${one.id}`,
        icon: <FileTextOutlined />,
        label: `订单 ${one.number}`,
        aside: <Money fen={one.totalFen} />,
      });
    for (const one of goods.data?.items ?? [])
      found.push({
        key: one.id,
        to: `/goods/${one.id}`,
        icon: <ShoppingOutlined />,
        label: one.title,
        aside: <Money fen={one.priceFen} />,
      });
    return found;
  }, [tree, typed, can, goods.data, orders.data]);
  return { entries, searching: asked !== typed.trim() || goods.isFetching || orders.isFetching };
}
