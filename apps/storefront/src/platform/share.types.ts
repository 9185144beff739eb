/** What a friend sees of a page. */
export interface ShareCard {
  title: string;
  /** Address of the page with its parameters. */
  url: string;
  /** Path of a picture, which WeChat cuts to 5:4; its own screenshot when left out. */
  picture?: string | undefined;
}
/** A hook of the page that can be sent to friends and to the timeline; a function, since the page learns later what it shows. */
export type UseShare = (card: () => ShareCard) => void;
