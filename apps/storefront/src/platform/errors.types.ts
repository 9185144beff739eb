/** What goes wrong in the program itself. */
export interface Errors {
  app: 'weapp' | 'h5';
  /** Calls `tell` for every error that nobody caught. */
  watch(tell: (message: string, stack: string) => void): void;
  /** The page that is shown, without its parameters. */
  page(): string;
}
