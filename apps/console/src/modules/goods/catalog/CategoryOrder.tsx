import { HolderOutlined } from '@ant-design/icons';
import { orderCategories } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { tell } from '../../../parts/ask.ts';
import { Sorted, SortedItem } from '../../../parts/Sorted.tsx';
import { moved } from '../media/pictures-order.ts';
import css from './CategoryOrder.module.css';
import type { Category } from './categories.ts';

interface Props {
  /** Those that lie beside each other, as they stand. */
  categories: readonly Category[];
  title: string;
  onClose: () => void;
}

/** Puts categories in order by mouse, finger or keyboard; the storefront follows when it is saved. */
export function CategoryOrder({ categories, title, onClose }: Props) {
  const [order, setOrder] = useState(categories);
  const save = useChange(orderCategories, {
    onDone: () => {
      tell('顺序已保存');
      onClose();
    },
  });
  const at = (id: string) => order.findIndex((one) => one.id === id);
  return (
    <Modal
      open
      title={title}
      okText="保存顺序"
      confirmLoading={save.busy}
      onOk={() => void save.run({ body: { ids: order.map(({ id }) => id) } })}
      onCancel={onClose}
    >
      <Sorted ids={order.map(({ id }) => id)} onMove={(id, over) => setOrder(moved(order, at(id), at(over)))}>
        {order.map(({ id, name }) => (
          <SortedItem key={id} id={id} className={css.row ?? ''}>
            {(handle) => (
              <>
                <span>{name}</span>
                <Button type="text" icon={<HolderOutlined />} aria-label={`移动 ${name}`} {...handle} />
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
    </Modal>
  );
}
