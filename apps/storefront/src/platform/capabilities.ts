import type { Capabilities } from './capabilities.types';

export const capabilities: Capabilities = { tabBar: true, titleBar: true, ownAccount: true };
