/** Runs the work when the shopper pulls the page down, and shows that it runs until it has ended. A hook of the page. */
export type UsePullDown = (work: () => Promise<unknown>) => void;
