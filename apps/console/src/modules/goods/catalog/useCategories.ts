import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';

export const CATEGORIES_KEY = ['categories'];

/** All categories of the shop; shared by list, editor and category page. */
export const useCategories = () =>
  useQuery({
    queryKey: CATEGORIES_KEY,
    queryFn: async () => (await api.listAdminCategories()).items,
    staleTime: 60_000,
  });
