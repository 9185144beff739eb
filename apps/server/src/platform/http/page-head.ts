import type { Db } from '../db/index.ts';
import { slot } from '../slots.ts';

/** What a page tells others about itself: search engines, and chats where its link is sent. */
export interface PageHead {
  title: string;
  description: string;
  /** Address of an uploaded picture, or empty. */
  picture: string;
  icon: string;
  /** Pictures that are seen first, in the address by which the page asks for them. */
  first: string[];
  /** Of the home page's first screen, which the server draws. */
  shop?: { name: string; notice: string; banner: string };
  shelf?: {
    icons: readonly { id: string; name: string; picture: string | null }[];
    cards: readonly {
      id: string;
      title: string;
      subtitle: string;
      tags: readonly string[];
      picture: string;
      priceFen: number;
      maxPriceFen: number;
      marketPriceFen: number | null;
      /** A discount of this moment, and what other promotions say. */
      deal?: { label: string; priceFen: number; maxPriceFen: number; struckFen: number | null };
      badges?: readonly string[];
    }[];
  };
}
export interface PageAsked {
  /** Of the storefront's table of pages, e.g. `pages/product`. */
  page: string;
  query: Record<string, string | undefined>;
}
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Whether this part of an address can be an id; anybody may write anything there. */
export const isPageId = (text: string | undefined): text is string => text !== undefined && ID.test(text);

/** Fills the head of a storefront page, all of it or a part; a later module's part wins. */
export const pageHead =
  slot<(db: Db, tenantId: number, asked: PageAsked) => Promise<Partial<PageHead>>>('platform/http: page head');
