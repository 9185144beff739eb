/** There is one warehouse, `main`; choosing among several comes with stock/warehouse. */
const MAIN = 'main';

/** The ledger account of a SKU's pieces on the shelf. */
export const stockAccount = (skuId: string): string => `stock/${skuId}@${MAIN}`;
/** Where sold pieces go; its balance is what was ever sold, less what came back. */
export const soldAccount = (skuId: string): string => `sold/${skuId}`;
/** The account that pieces come from and go to when stock changes without a sale. */
export const OUTSIDE = 'world/stock';

export const skuOfStock = (account: string): string => account.slice('stock/'.length, account.indexOf('@'));
