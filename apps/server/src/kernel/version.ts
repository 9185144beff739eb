/** Of the whole product: server, front ends and API description go together. */
export const VERSION = '0.1.0';
