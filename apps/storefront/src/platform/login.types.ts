/** How a shopper proves who they are. */
export interface Login {
  /** WeChat's code for this shopper, asked without a word. Undefined where that takes a page of its own. Rejects when WeChat gives none. */
  code: (() => Promise<string>) | undefined;
  /** Leads to WeChat's page. */
  leave(url: string): void;
  /** Steps back over WeChat's pages to the page that was left, so that they are not behind the shopper; false when that one is not known. */
  comeBack(): boolean;
  /** A text that nobody can guess. */
  secret(): string;
  /** Where this shop's pages stand, without a slash at the end. */
  origin: string;
}
