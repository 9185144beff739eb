import { expect, test, vi } from 'vitest';
import { ask, readingMs, showToast, watchOverlay } from './overlay-store.h5';

test('a message stands long enough to be read, at most six seconds, and a newer one takes its place', () => {
  vi.useFakeTimers();
  let text: string | undefined;
  const stop = watchOverlay((overlay) => {
    text = overlay.toast?.text;
  });
  expect([readingMs('好'), readingMs('字'.repeat(20)), readingMs('字'.repeat(200))]).toEqual([1500, 2400, 6000]);
  showToast('已保存');
  vi.advanceTimersByTime(1400);
  showToast('已删除');
  // The end of the first is not the end of the second.
  vi.advanceTimersByTime(1400);
  expect(text).toBe('已删除');
  vi.advanceTimersByTime(200);
  expect(text).toBeUndefined();
  stop();
  vi.useRealTimers();
});

test('a question is answered once; a newer question answers the older with no', async () => {
  let answer: ((yes: boolean) => void) | undefined;
  const stop = watchOverlay((overlay) => {
    answer = overlay.asked?.answer;
  });
  const first = ask({ title: '取消订单？' });
  const second = ask({ title: '删除地址？' });
  expect(await first).toBe(false);
  answer?.(true);
  expect(await second).toBe(true);
  expect(answer).toBeUndefined();
  stop();
});
