/** When something that is sold before it is there leaves the house. */
export interface Presale {
  /** YYYY-MM-DD in China. */
  shipOn: string | null;
  shipDays: number | null;
}
const dayText = (day: string): string => {
  const [, month = '', date = ''] = day.split('-');
  return `${Number(month)} 月 ${Number(date)} 日`;
};

/** What a shopper reads of it; with a day and a number of days the later one counts. */
export function presaleText({ shipOn, shipDays }: Presale): string {
  const days = shipDays === null ? '' : `付款后 ${shipDays} 天内`;
  if (shipOn === null) return `预售，${days}发货`;
  return days ? `预售，${dayText(shipOn)}前且${days}一起发货` : `预售，${dayText(shipOn)}前发货`;
}

/** Whether a promise still stands: a day that has passed is none. */
export const isPresale = (presale: Presale | null, nowMs: number): presale is Presale =>
  presale !== null &&
  (presale.shipOn === null || presale.shipOn >= new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 10));
