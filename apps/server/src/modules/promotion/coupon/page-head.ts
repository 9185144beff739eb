import type { Db } from '../../../platform/db/index.ts';
import { isPageId, type PageAsked, type PageHead } from '../../../platform/http/index.ts';
import { pictureOfRange } from '../../goods/catalog/index.ts';
import { wordsOf } from './coupon.rules.ts';
import { couponRow, issuingRows } from './coupon.store.ts';

const NAMED = 3;

/** What the pages of coupons tell of themselves where their links are sent. Of a draft nothing. */
export async function headOfCoupons(db: Db, tenantId: number, asked: PageAsked): Promise<Partial<PageHead>> {
  if (asked.page === 'trade/coupons') {
    const open = (await issuingRows(db, tenantId)).filter(({ rule }) => rule.access === 'open').slice(0, NAMED);
    const titles = [...new Set(open.map(({ rule }) => wordsOf(rule).title))];
    return { title: '领券中心', ...(titles.length > 0 ? { description: titles.join('，') } : {}) };
  }
  if (asked.page !== 'trade/coupon' || !isPageId(asked.query.id)) return {};
  const row = await couponRow(db, tenantId, asked.query.id);
  if (!row || row.status === 'draft') return {};
  const { title, lines } = wordsOf(row.rule);
  const picture = await pictureOfRange(db, tenantId, row.rule.scope);
  return { title: `${title}，${row.name}`, description: lines.join('；'), ...(picture ? { picture } : {}) };
}
