import product from '../../../../package.json' with { type: 'json' };

/** Of the whole product: server, front ends and API description go together. Stands in the repository's package.json. */
export const VERSION: string = product.version;
