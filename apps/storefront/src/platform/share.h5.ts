import type { UseShare } from './share.types';

/** A browser shares the address; what stands on the card is in the html that the server sends. */
export const useShare: UseShare = () => {};
