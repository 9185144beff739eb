/** What the platform brings with it, and pages need not draw or offer. */
export interface Capabilities {
  /** It draws the tab bar. */
  tabBar: boolean;
  /** It draws the bar with the title and the way back. */
  titleBar: boolean;
  /** Who uses it is always signed in: there is no signing out. */
  ownAccount: boolean;
}
