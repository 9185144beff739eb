import { Tag } from 'antd';

export interface StatusLook {
  text: string;
  /** An antd tag colour: success, processing, warning, error, default. */
  color: 'success' | 'processing' | 'warning' | 'error' | 'default';
}

/** A state as a coloured word; a state that the map does not know is shown as it is. */
export function StatusTag<S extends string>({ state, map }: { state: S; map: Record<S, StatusLook> }) {
  const look: StatusLook | undefined = map[state];
  return (
    <Tag color={look?.color ?? 'default'} variant="filled" style={{ marginInlineEnd: 0 }}>
      {look?.text ?? state}
    </Tag>
  );
}
