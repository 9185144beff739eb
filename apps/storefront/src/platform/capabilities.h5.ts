import type { Capabilities } from './capabilities.types';

export const capabilities: Capabilities = { tabBar: false, titleBar: false, ownAccount: false };
