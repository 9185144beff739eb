import { onTestFinished } from 'vitest';
import { setClock } from '../kernel/clock.ts';
import type { TestApp } from './world.ts';

/** Moves our clock and WeChat's ahead by `ms` until the test is over or the answer is called; timers wait for `timersRun`. */
export function later({ sandbox }: TestApp, ms: number): () => void {
  const restore = setClock(() => Date.now() + ms);
  sandbox.control.setClockSkewMs(ms);
  const back = () => {
    restore();
    sandbox.control.setClockSkewMs(0);
  };
  onTestFinished(back);
  return back;
}

/** Every timer rings, whether its time has come or not, and everything that follows from it is done. */
export async function timersRun({ platform: { jobs } }: TestApp): Promise<void> {
  await jobs.drain();
  await jobs.makeTimersDue();
  await jobs.drain();
}

/** Every sweeper looks once, and everything that follows from it is done. */
export async function sweepsRun({ platform: { jobs } }: TestApp): Promise<void> {
  await jobs.makeSweepsDue();
  await jobs.drain();
  // What the sweepers asked for.
  await jobs.drain();
}
