export interface FirstScreen {
  /** The home page has drawn its goods: what the server had drawn over it is taken away. */
  lift(): void;
}
