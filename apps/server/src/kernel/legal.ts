/**
 * 明码标价和禁止价格欺诈规定 (SAMR 56, in force 2022-07-01), art. 16: a compared price whose detail is not stated is at most the lowest
 * deal price of the same seller in the same place in the seven days before; without a deal in these, the last deal before.
 */
export const COMPARED_PRICE_DAYS = 7;
/**
 * What "lowest price" looks back to. Chinese law names no such span; thirty days are those of directive 98/6/EC, art. 6a, which other
 * markets ask for.
 */
export const LOWEST_PRICE_DAYS = 30;
