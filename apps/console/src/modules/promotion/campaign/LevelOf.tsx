import { setCustomerLevel } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Select } from 'antd';
import { tell } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';

const LEVELS = [0, 1, 2, 3, 4, 5].map((level) => ({ value: level, label: level === 0 ? '无' : `VIP${level}` }));

/** The level of a customer that member's prices ask for. */
export function LevelOf({ customer: { id, level } }: { customer: { id: string; level: number } }) {
  const { can } = useStaff();
  const change = useChange(setCustomerLevel, { onDone: () => tell('会员等级已更新') });
  if (!can('promotion:write')) return <>{LEVELS[level]?.label}</>;
  return (
    <Select
      id="customer-level"
      aria-label="会员等级"
      size="small"
      style={{ width: 96 }}
      loading={change.busy}
      value={level}
      options={LEVELS}
      onChange={(next) => void change.run({ path: { id }, body: { level: next } })}
    />
  );
}
