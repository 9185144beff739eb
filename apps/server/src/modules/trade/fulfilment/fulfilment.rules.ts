import { cutToCodePoints } from '../../../kernel/text.ts';

/** Express companies by the codes that WeChat's shipping interface takes. */
export const CARRIERS = [
  { code: 'SF', name: '顺丰速运' },
  { code: 'ZTO', name: '中通快递' },
  { code: 'YTO', name: '圆通速递' },
  { code: 'STO', name: '申通快递' },
  { code: 'YD', name: '韵达速递' },
  { code: 'JTSD', name: '极兔速递' },
  { code: 'JD', name: '京东快递' },
  { code: 'EMS', name: 'EMS' },
  { code: 'YZPY', name: '邮政快递包裹' },
  { code: 'DBL', name: '德邦快递' },
] as const;

export const carrierName = (code: string): string | null => CARRIERS.find((c) => c.code === code)?.name ?? null;

const MAX_ITEM_TEXT = 120;
/** What is in the parcel, as WeChat shows it: at most 120 characters. */
export function itemText(lines: { title: string; quantity: number }[]): string {
  const text = lines.map((l) => `${l.title}*${l.quantity}`).join(';');
  const kept = cutToCodePoints(text, MAX_ITEM_TEXT);
  return kept === text ? text : `${cutToCodePoints(text, MAX_ITEM_TEXT - 1)}…`;
}
