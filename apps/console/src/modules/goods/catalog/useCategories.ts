import { listAdminCategories } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';

/** All categories of the shop; shared by list, editor and category page. */
export const useCategories = () =>
  useAsk(listAdminCategories, {}, { staleTime: 60_000, select: (reply) => reply.items });
