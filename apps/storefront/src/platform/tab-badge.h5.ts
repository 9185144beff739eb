import type { TabBadge } from './tab-badge.types';

/** The browser's tab bar is a part of ours and counts by itself. */
export const tabBadge: TabBadge = () => {};
