import { sumFen, yuan, yuanText } from '../../../kernel/money.ts';
import { PROVINCES } from '../../identity/region/index.ts';
import { coveredOf } from '../scope/index.ts';
import type { FreightRule } from './campaign.api.ts';
import type { FieldTrouble, Going, Kind } from './kind.rules.ts';

const gainOf = ({ offFen }: FreightRule): string => (offFen === null ? '包邮' : `运费减 ${yuanText(offFen)}`);
function label(rule: FreightRule): string {
  if (rule.from === 0) return gainOf(rule);
  return `满 ${rule.by === 'amount' ? yuanText(rule.from) : `${rule.from} 件`} ${gainOf(rule)}`;
}

const namesOf = (codes: readonly string[]): string =>
  PROVINCES.filter(({ code }) => codes.includes(code))
    .map(({ name }) => name)
    .join('、');
const whereText = ({ provinces, exceptProvinces }: FreightRule): string | null => {
  if (provinces.length > 0) return `仅限${namesOf(provinces)}`;
  return exceptProvinces.length > 0 ? `${namesOf(exceptProvinces)}除外` : null;
};

/** Why it does not reach an address; null: it does. */
function outOfReach({ provinces, exceptProvinces }: FreightRule, going: Going): string | null {
  if (provinces.length + exceptProvinces.length === 0) return null;
  const province = going.province();
  if (province === null) return '选择收货地址后确认是否可用';
  const isIn = provinces.length > 0 ? provinces.includes(province) : !exceptProvinces.includes(province);
  return isIn ? null : '收货地区不参加';
}

function troubles(rule: FreightRule): FieldTrouble[] {
  const found: FieldTrouble[] = [];
  const say = (field: string, message: string) => found.push({ field: `freight.${field}`, message });
  if (rule.by === 'pieces' && rule.from > MOST_PIECES) say('from', `件数不能超过 ${MOST_PIECES}`);
  const known = new Set(PROVINCES.map(({ code }) => code));
  for (const list of ['provinces', 'exceptProvinces'] as const)
    if (rule[list].some((code) => !known.has(code))) say(list, '所选地区中有不认识的，请重新选择');
  if (rule.provinces.length > 0 && rule.exceptProvinces.length > 0)
    say('exceptProvinces', '已选只参加的地区，不需要再选除外的地区');
  return found;
}
const MOST_PIECES = 9999;

/** 包邮: enough goods free the order of its freight, or of a part of it, where it goes to. */
export const freight: Kind<FreightRule> = {
  source: 'freight-campaign',
  stage: 'freight',
  countsPieces: true,
  group: 'freight',
  troubles,
  label,
  tag: ({ offFen }) => (offFen === null ? '包邮' : '减运费'),
  sentences: (rule) => {
    const where = whereText(rule);
    return [label(rule), ...(where ? [where] : []), ...(rule.from > 0 ? ['按优惠后的商品金额计算'] : [])];
  },
  broken: () => '部分退款不补收运费',
  offers(draft, { id, rule, excludes, endsAtMs, covers }, _left, going) {
    const lines = coveredOf(draft.linesFor({ group: freight.group, excludes }), covers);
    if (lines.length === 0 || draft.freightFen === 0) return { offers: [] };
    const told = { source: freight.source, ref: id, label: label(rule) };
    const away = outOfReach(rule, going);
    if (away) return { offers: [], unmet: [{ ...told, reason: away }] };
    const count = rule.by === 'amount' ? sumFen(lines.map((l) => l.fen)) : lines.reduce((n, l) => n + l.quantity, 0);
    const gap = rule.from - count;
    if (gap > 0) {
      const more = rule.by === 'amount' ? yuan(gap) : `${gap} 件`;
      const missing = rule.by === 'amount' ? { gapFen: gap } : { gapUnits: gap };
      const percent = Math.floor((count * 100) / rule.from);
      return { offers: [], unmet: [{ ...told, reason: `再买 ${more} ${gainOf(rule)}`, ...missing, percent }] };
    }
    const offer = { ...told, group: freight.group, once: 'order' as const, excludes, takes: [], untilMs: endsAtMs };
    return { offers: [{ ...offer, freightFen: Math.min(draft.freightFen, rule.offFen ?? draft.freightFen) }] };
  },
  // What freight costs is not known here; a part of it that is taken off is, for each order.
  mostFen: () => null,
  lowestFen: (_rule, { priceFen }) => priceFen,
};
