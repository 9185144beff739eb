import { Button, DatePicker } from 'antd';
import { dayjs } from '../../../form/dates.ts';
import { useLater } from '../../../form/useLater.ts';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { KeywordInput } from '../../../table/KeywordInput.tsx';
import type { UrlFilters } from '../../../table/useUrlFilters.ts';

/** Days as YYYY-MM-DD, amounts in fen, all as texts. */
export const NO_FILTER = { state: '', number: '', phone: '', from: '', to: '', min: '', max: '', late: '', sort: '' };
export type OrderFilter = typeof NO_FILTER;

export function OrderFilters({ view: { filters, set, reset, pristine } }: { view: UrlFilters<OrderFilter> }) {
  const day = (text: string) => (text ? dayjs(text) : null);
  return (
    <>
      <KeywordInput
        style={{ width: 250 }}
        placeholder="订单号、商户单号或微信单号"
        aria-label="按订单号、商户单号或微信单号搜索"
        value={filters.number}
        onSearch={(number) => set({ number })}
      />
      <KeywordInput
        style={{ width: 170 }}
        placeholder="收货手机号"
        aria-label="按收货手机号搜索"
        inputMode="tel"
        maxLength={24}
        value={filters.phone}
        onSearch={(phone) => set({ phone })}
      />
      <DatePicker.RangePicker
        style={{ width: 240 }}
        allowEmpty={[true, true]}
        placeholder={['下单从', '到']}
        value={[day(filters.from), day(filters.to)]}
        onChange={(range) =>
          set({ from: range?.[0]?.format('YYYY-MM-DD') ?? '', to: range?.[1]?.format('YYYY-MM-DD') ?? '' })
        }
      />
      <Amount text="金额从" value={filters.min} onChange={(min) => set({ min })} />
      <Amount text="到" value={filters.max} onChange={(max) => set({ max })} />
      <Button type={filters.late ? 'primary' : 'default'} onClick={() => set({ late: filters.late ? '' : 'true' })}>
        超时未发货
      </Button>
      {!pristine && (
        <Button type="link" onClick={reset}>
          清空
        </Button>
      )}
    </>
  );
}

/** Asks when the person pauses, not at every digit. */
function Amount({ text, value, onChange }: { text: string; value: string; onChange: (value: string) => void }) {
  const later = useLater(onChange);
  return (
    <YuanInput
      style={{ width: 104 }}
      placeholder={text}
      aria-label={text}
      value={value ? Number(value) : null}
      onChange={(fen) => later(fen === null ? '' : String(fen))}
    />
  );
}
