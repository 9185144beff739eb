import { DeleteOutlined, StarOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Tooltip } from 'antd';
import { useState } from 'react';
import { keep, readKept } from './kept.ts';

interface Saved {
  label: string;
  filters: Record<string, string>;
}
interface Props {
  name: string;
  filters: Record<string, string>;
  set: (change: Record<string, string>) => void;
  pristine: boolean;
}

/** Gives the present filters a name and recalls them later; kept in this browser. */
export function SavedFilters({ name, filters, set, pristine }: Props) {
  const key = `filters.${name}`;
  const [saved, setSaved] = useState(() => readKept<Saved[]>(key, []));
  const [label, setLabel] = useState('');
  const [open, setOpen] = useState(false);
  const store = (next: Saved[]) => {
    setSaved(next);
    keep(key, next);
  };
  const add = () => {
    const named = label.trim();
    if (!named || pristine) return;
    store([...saved.filter((s) => s.label !== named), { label: named, filters }]);
    setLabel('');
  };
  const content = (
    <div className="saved-filters">
      {saved.length === 0 && <p className="quiet">还没有保存的筛选。选好条件后，起个名字保存。</p>}
      {saved.map((one) => (
        <SavedRow
          key={one.label}
          label={one.label}
          onUse={() => {
            set(one.filters);
            setOpen(false);
          }}
          onRemove={() => store(saved.filter((s) => s !== one))}
        />
      ))}
      <Tooltip title={pristine ? '先选择筛选条件' : ''}>
        <Input.Search
          value={label}
          maxLength={16}
          placeholder="给当前筛选起名"
          enterButton="保存"
          disabled={pristine}
          onChange={(event) => setLabel(event.target.value)}
          onSearch={add}
        />
      </Tooltip>
    </div>
  );
  return (
    <Popover
      content={content}
      trigger="click"
      placement="bottomRight"
      title="常用筛选"
      open={open}
      onOpenChange={setOpen}
    >
      <Button icon={<StarOutlined />}>常用筛选</Button>
    </Popover>
  );
}

const SavedRow = ({ label, onUse, onRemove }: { label: string; onUse: () => void; onRemove: () => void }) => (
  <div className="saved-filter">
    <Button type="text" onClick={onUse}>
      {label}
    </Button>
    <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={`删除筛选 ${label}`} onClick={onRemove} />
  </div>
);
