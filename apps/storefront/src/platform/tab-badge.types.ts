/** The number at a tab of the platform's own tab bar; `index` counts from 0, 0 takes the number away. */
export type TabBadge = (index: number, count: number) => void;
