/** How a shopper proves who they are. */
export interface Login {
  /**
   * `silent`: WeChat tells who it is without a word; `wechat`: a page of WeChat's does, which opens in its browser only; `phone`: a number
   * and a code that is sent to it.
   */
  way: 'silent' | 'wechat' | 'phone';
  /** WeChat's code for this shopper, asked without a word. Undefined where that takes a page of its own. Rejects when WeChat gives none. */
  code: (() => Promise<string>) | undefined;
  /** Leads to WeChat's page; `again` from the page that it led back to. */
  leave(url: string, again?: boolean): void;
  /** Steps back over WeChat's pages to the page that was left, so that they are not behind the shopper; false when that one is not known. */
  comeBack(): boolean;
  /** A text that nobody can guess. */
  secret(): string;
  /** Where this shop's pages stand, without a slash at the end. */
  origin: string;
}
