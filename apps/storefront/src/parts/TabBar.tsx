/** A mini program has its own tab bar (app.config.ts). */
export const TabBar = (_: { at: 'home' | 'category' | 'cart' | 'me' }) => null;
