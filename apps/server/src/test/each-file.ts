import { vi } from 'vitest';
import { setClock } from '../kernel/clock.ts';

// Runs before each file: several share a process and its modules, and none begins in another one's time or with another one's spies.
vi.restoreAllMocks();
vi.useRealTimers();
setClock(Date.now);
