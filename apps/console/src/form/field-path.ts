/** `skus.0.priceFen` or `/skus/0/priceFen` as the path of a form field. */
export const fieldPath = (field: string): Array<string | number> =>
  field
    .split(/[./]/)
    .filter((step) => step !== '' && step !== 'body')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
