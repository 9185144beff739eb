import { type FoundPlace, findPlace } from './find-place.rules.ts';
import { phoneOf, plainText } from './phone.rules.ts';

export interface Recognised {
  name: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  detail: string;
}

/** Where the phone number stood, because names stand beside it: a sign that nobody types. */
const HERE = '\ue000';
const MOBILE = /(?<!\d)(?:(?:\+|00)?86[-\s]?)?(1[3-9]\d[-\s.]?\d{4}[-\s.]?\d{4})(?!\d)(?:\s?[-转]\s?(\d{2,6})(?!\d))?/;
const ABROAD = /(?<!\d)(?:\+|00)(?:85[23]|886)[-\s]?\d(?:[-\s]?\d){7,9}(?!\d)/;
/** Without an area code it is only looked for in a place that has such numbers. */
const LOCAL = /(?<!\d)\d{4}[-\s]?\d{4}(?!\d)|(?<!\d)0\d{1,3}[-\s]?\d{3,4}[-\s]?\d{3,4}(?!\d)/;

/** Words that say what follows. The short ones are also parts of other words (手机城), so they count with a colon or alone. */
const LABELS = [
  /【[^】]{0,8}(信息|地址)】/g,
  /(?:收货人|收件人|联系人|姓名|联系电话|手机号码|手机号|手机|电话|所在地区|地区|省市区|详细地址|收货地址|地址|邮政编码|邮编)\s*[:：]/g,
  /(?<![^\s,，;；。、|])(?:收货人|收件人|联系人|联系电话|手机号码|手机号|所在地区|详细地址|收货地址)/g,
  /(?<![^\s,，;；。、|])(?:手机|电话|地址|姓名|地区)(?=[\s\ue000]|$)/g,
  /(?:联系电话|手机号码|手机号|手机|电话)(?=\s*\ue000)|(?<=\ue000\s*)(?:地址|地区)/g,
];
const MARKS = /[,，;；：。\n\r\t|、【】「」]+/g;
const POSTCODE = /(?:邮政编码|邮编)\s*[:：]?\s*\d{6}(?!\d)|(?<![^\s])\d{6}(?![^\s])/g;
const COUNTRY = /(?<![\p{Script=Han}])(?:中华人民共和国|中国)(?=[\s,，]|[\p{Script=Han}]{2})/gu;

/**
 * Takes a pasted text such as "张三 13800138000 浙江省杭州市西湖区文三路 1 号" apart. What it can't tell stays empty; nothing is
 * invented: every part it returns stands in the text or is a region that the text names.
 */
export function recognise(pasted: string): Recognised {
  const text = plainText(pasted).replaceAll(HERE, ' ');
  const number = MOBILE.exec(text) ?? ABROAD.exec(text);
  const extension = number?.[2] ?? '';
  const words = tidied(number ? text.replace(number[0], `\n${HERE}\n`) : text);
  const place = findPlace(words);
  const local = number ? null : localNumber(words, place);
  const parts = nameAndDetail(local ? local.words : words, local ? findPlace(local.words) : place);
  const mentioned = extension === '' || text.replace(number?.[0] ?? '', '').includes(extension);
  return {
    name: parts.name && !mentioned ? `${parts.name}[${extension}]` : parts.name,
    phone: number ? (phoneOf(number[1] ?? number[0]) ?? '') : (local?.phone ?? ''),
    province: place.province,
    city: place.city,
    district: place.district,
    detail: parts.detail,
  };
}

function tidied(text: string): string {
  const unlabelled = LABELS.reduce((left, label) => left.replace(label, ' '), text.replace(POSTCODE, ' '));
  return unlabelled.replace(COUNTRY, ' ').replace(MARKS, ' ').replace(/ {2,}/g, ' ').trim();
}

/** A number of Hong Kong, Macau or Taiwan that goes without its area code. */
function localNumber(words: string, { province }: FoundPlace): { phone: string; words: string } | null {
  const found = LOCAL.exec(words)?.[0];
  const phone = found && phoneOf(found, province);
  return phone ? { phone, words: words.replace(found, ` ${HERE} `) } : null;
}

const NAME =
  /^(?:[\p{Script=Han}]{2,6}|[\p{Script=Han}]+(?:[·•・‧][\p{Script=Han}]+)+|[A-Za-z][A-Za-z.'-]{0,20}(?: [A-Za-z][A-Za-z.'-]{0,20}){0,2})(?:[[(（]\d{2,8}[\])）])?$/u;
/** How a part of an address ends, and no name does. */
const NO_NAME = /[号楼室层幢栋弄巷路街村镇店厂口座区县市省院场]$|(?:单元|公司|小区|花园|广场|大厦|宿舍|学校|驿站)$/;
const GLUED = /^(.*[\d号楼室层幢栋座])([\p{Script=Han}]{2,4})$/u;

/** Without 收 behind it, which is said to the courier. */
const nameOf = (word: string): string => {
  const name = word.replace(/[（(]?收[)）]?$/, '');
  return NAME.test(name) && !NO_NAME.test(name) ? name : '';
};

/** The name is the short word before the region, or beside the number, or the last of what follows. */
function nameAndDetail(words: string, place: FoundPlace): { name: string; detail: string } {
  const before = wordsOf(words.slice(0, place.from));
  const after = wordsOf(words.slice(place.to).replace(/^[\s\-—–/·>]+/, ''));
  const named = before.find((word) => nameOf(word) !== '');
  if (named) return { name: nameOf(named), detail: join([...before.filter((w) => w !== named), ...after]) };
  const at = after.indexOf(HERE);
  const beside = at < 0 ? [after.length - 1] : [at + 1, at - 1, after.length - 1];
  const many = after.filter((word) => word !== HERE).length > 1;
  for (const i of beside) {
    const word = after[i] ?? '';
    if (i > 0 && many && nameOf(word)) return { name: nameOf(word), detail: join([...before, ...without(after, i)]) };
    const [, street = '', name = ''] = at >= 0 && i === at - 1 ? (GLUED.exec(word) ?? []) : [];
    if (nameOf(name)) return { name, detail: join([...before, ...after.slice(0, i), street, ...after.slice(i + 1)]) };
  }
  return { name: '', detail: join([...before, ...after]) };
}

const without = (words: string[], index: number): string[] => words.filter((_, i) => i !== index);
const join = (words: string[]): string => words.filter((word) => word !== HERE && word !== '').join(' ');

/** Words between blanks; a name in Latin letters is one word. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = words.at(-1) ?? '';
    const latin = /^[A-Z][A-Za-z.'-]*$/;
    if (latin.test(word) && /^[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)?$/.test(last))
      words[words.length - 1] = `${last} ${word}`;
    else words.push(word);
  }
  return words;
}
