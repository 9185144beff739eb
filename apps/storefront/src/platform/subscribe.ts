import Taro from '@tarojs/taro';
import type { Subscribe } from './subscribe.types';

const NEITHER = { accepted: [], refused: [] };

export const subscribe: Subscribe = {
  possible: true,
  async ask(templateIds) {
    if (templateIds.length === 0) return NEITHER;
    try {
      // Taro's types want Alipay's ids as well.
      const answer = await Taro.requestSubscribeMessage({ tmplIds: templateIds, entityIds: [] });
      const said = answer as unknown as Record<string, string>;
      return {
        accepted: templateIds.filter((id) => said[id] === 'accept'),
        refused: templateIds.filter((id) => said[id] === 'reject'),
      };
    } catch {
      return NEITHER;
    }
  },
};
