import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Tag } from 'antd';
import { useState } from 'react';
import { MAX_AXES, type SpecAxis, splitValues } from './spec-matrix.ts';

interface Props {
  specs: SpecAxis[];
  onChange: (specs: SpecAxis[]) => void;
}

/** Names and values of up to three spec axes. Values are renamed by a double click. */
export function SpecAxes({ specs, onChange }: Props) {
  const [adding, setAdding] = useState<SpecAxis | null>(null);
  const rows = adding ? [...specs, adding] : specs;
  const put = (at: number, axis: SpecAxis) => {
    if (at < specs.length) return onChange(specs.map((old, index) => (index === at ? axis : old)));
    // It joins the matrix with its first value, so that the table never has an empty axis.
    if (axis.name.trim() === '' || axis.values.length === 0) return setAdding(axis);
    setAdding(null);
    onChange([...specs, axis]);
  };
  const remove = (at: number) =>
    at < specs.length ? onChange(specs.filter((_, index) => index !== at)) : setAdding(null);
  return (
    <div className="axes">
      {rows.map((axis, at) => (
        // The new one has its place in the same list: when it joins, its field stays, and the focus in it.
        <AxisRow
          // biome-ignore lint/suspicious/noArrayIndexKey: an axis has no identity but its place; names change while typed
          key={at}
          axis={axis}
          taken={rows.filter((_, other) => other !== at).map((other) => other.name)}
          onChange={(next) => put(at, next)}
          onRemove={() => remove(at)}
        />
      ))}
      {!adding && specs.length < MAX_AXES && (
        <Button type="dashed" icon={<PlusOutlined />} id="spec-add" onClick={() => setAdding({ name: '', values: [] })}>
          添加规格（如颜色、尺码）
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  axis: SpecAxis;
  taken: string[];
  onChange: (axis: SpecAxis) => void;
  onRemove: () => void;
}

function AxisRow({ axis, taken, onChange, onRemove }: RowProps) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const values = splitValues(typed).filter((value) => !axis.values.includes(value));
    if (values.length > 0) onChange({ ...axis, values: [...axis.values, ...values].slice(0, 30) });
    setTyped('');
  };
  const repeated = taken.includes(axis.name) && axis.name !== '';
  return (
    <div className="axis">
      <Input
        className="axis-name"
        value={axis.name}
        maxLength={20}
        placeholder="规格名"
        aria-label="规格名称"
        {...(repeated && { status: 'error' as const, title: '规格名称重复' })}
        onChange={(event) => onChange({ ...axis, name: event.target.value })}
      />
      <div className="axis-values">
        {axis.values.map((value) => (
          <AxisValue
            key={value}
            value={value}
            taken={axis.values}
            onRename={(next) => onChange({ ...axis, values: axis.values.map((v) => (v === value ? next : v)) })}
            {...(axis.values.length > 1 && {
              onRemove: () => onChange({ ...axis, values: axis.values.filter((v) => v !== value) }),
            })}
          />
        ))}
        <Input
          className="axis-add"
          size="small"
          value={typed}
          placeholder="输入后回车，可用逗号、顿号分隔多个"
          aria-label={`给${axis.name || '规格'}添加值`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={add}
          onPressEnter={(event) => {
            event.preventDefault();
            if (!event.nativeEvent.isComposing) add();
          }}
        />
      </div>
      <Button type="text" icon={<CloseOutlined />} aria-label={`删除规格${axis.name}`} onClick={onRemove} />
    </div>
  );
}

function AxisValue(props: {
  value: string;
  taken: string[];
  onRename: (value: string) => void;
  onRemove?: () => void;
}) {
  const [editing, setEditing] = useState<string | null>(null);
  const done = () => {
    const next = editing?.trim() ?? '';
    if (next !== '' && next !== props.value && !props.taken.includes(next)) props.onRename(next);
    setEditing(null);
  };
  if (editing !== null)
    return (
      <Input
        autoFocus
        size="small"
        className="axis-rename"
        maxLength={30}
        value={editing}
        aria-label={`重命名 ${props.value}`}
        onChange={(event) => setEditing(event.target.value)}
        onBlur={done}
        onPressEnter={(event) => {
          event.preventDefault();
          done();
        }}
      />
    );
  return (
    <Tag
      title="双击改名"
      closable={props.onRemove !== undefined}
      onClose={(event) => {
        event.preventDefault();
        props.onRemove?.();
      }}
      onDoubleClick={() => setEditing(props.value)}
    >
      {props.value}
    </Tag>
  );
}
