/** How pages are opened and left; addresses begin with a slash and may carry parameters. Nothing rejects. */
export interface Navigate {
  /** Opens a page over this one, or in its place when no more fit over it. */
  open(url: string): void;
  /** Opens a page in the place of this one. */
  replace(url: string): void;
  /** Shows a page of the tab bar in the place of all. */
  tab(url: string): void;
  /** Steps back to the page that is known to be behind this one, also after the browser has loaded this one anew. */
  behind(): void;
  /** Takes this page away; false when there is none behind it. */
  back(): boolean;
  /** Address of the page on top with its parameters; undefined before the first. */
  here(): string | undefined;
  /** Called with an address that no page stands at. */
  onMissing(show: (url: string) => void): void;
  /** Called with the address of each page that is shown, where the scripts of others are fetched in advance. */
  onShown(tell: (url: string) => void): void;
  /** Fetches the scripts of the pages at these addresses. */
  prepare(urls: string[]): void;
}
