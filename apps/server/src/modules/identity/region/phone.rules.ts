/** Marks that cannot be seen and come along when a number is copied from contacts or a chat. */
const UNSEEN = /[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Full-width digits, letters and spaces as plain ones, and nothing that cannot be seen. */
export const plainText = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0b\uff0d]/g, (c) =>
      String.fromCharCode(c.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\u3000\u00a0]/g, ' ');

const MAINLAND = /^(?:\+?86|0086)?(1[3-9]\d{9})$/;
/** Area code and what follows it: mobile and fixed numbers of Hong Kong and Macau have eight digits, of Taiwan eight or nine. */
const OTHERS: { area: string; province: string; local: RegExp }[] = [
  { area: '852', province: '香港特别行政区', local: /^[2-9]\d{7}$/ },
  { area: '853', province: '澳门特别行政区', local: /^(6|28|8)\d{6,7}$/ },
  { area: '886', province: '台湾省', local: /^0?[2-9]\d{7,8}$/ },
];

/**
 * A number that a parcel can be announced to, as we keep it: 13800001234, or with the area code +85291234567. Taken in any dress
 * (spaces, dashes, 0086, full-width digits). `province` tells whose local number one without an area code is. Null: it is none.
 */
export function phoneOf(text: string, province = ''): string | null {
  const bare = plainText(text).replace(/[\s().\-–—]/g, '');
  const mainland = MAINLAND.exec(bare)?.[1];
  if (mainland) return mainland;
  for (const { area, province: home, local } of OTHERS) {
    const rest = new RegExp(`^(?:\\+|00)${area}(\\d+)$`).exec(bare)?.[1] ?? (province === home ? bare : '');
    if (!local.test(rest)) continue;
    const number = area === '886' ? rest.replace(/^0/, '') : rest;
    if (area === '886' || number.length === 8) return `+${area}${number}`;
  }
  return null;
}
