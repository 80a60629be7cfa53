import type { Page } from 'playwright-core';
import { atMost, type Measure } from './verdicts.ts';

/**
 * What the page is watched by, put into it before its own programs: the browser's record of tasks that kept its thread busy for more
 * than 50 ms (the Long Tasks API), the moment at which the first view stood, and, where that is wished, the time of every frame.
 */
export const WATCH = `{
  let [longestMs, drawnMs, frames, areWatched] = [0, null, [], false];
  const note = (entries) => {
    for (const { duration } of entries) longestMs = Math.max(longestMs, duration);
  };
  const tasks = new PerformanceObserver((list) => note(list.getEntries()));
  tasks.observe({ type: 'longtask', buffered: true });
  globalThis.watch = {
    begin() {
      tasks.takeRecords();
      longestMs = 0;
    },
    longestMs() {
      note(tasks.takeRecords());
      return longestMs;
    },
    watchFrames() {
      [frames, areWatched] = [[], true];
      const frame = (timeMs) => {
        frames.push(timeMs);
        if (areWatched) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    },
    frames() {
      areWatched = false;
      return frames;
    },
    drawnMs: () => drawnMs,
  };
  const look = () => {
    const isDrawn = document.querySelector('.map .country') && document.querySelector('.map .centre');
    if (isDrawn) setTimeout(() => (drawnMs = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

/** What the page may be kept busy at once, ms. */
const TASK_MOST = 50;
/** The browser's records come after the task. */
const RECORDS_MS = 200;

/** Does something with the page, and tells the longest task meanwhile: 0 where none took more than 50 ms. */
export async function longestTask(page: Page, what: string, work: () => Promise<unknown>): Promise<Measure> {
  await page.evaluate('watch.begin()');
  await work();
  await page.waitForTimeout(RECORDS_MS);
  const longestMs = await page.evaluate<number>('watch.longestMs()');
  return atMost(`tasks over ${TASK_MOST} ms, the longest, ${what}`, longestMs, 'ms', TASK_MOST);
}

const LOOK_EVERY_MS = 50;

/**
 * Waits until an expression holds in the page. Playwright's own \`waitForFunction\` would have it evaluated by the page, whose policy
 * forbids that. Throws after \`mostMs\`.
 */
export async function until(page: Page, expression: string, mostMs: number): Promise<void> {
  const deadline = performance.now() + mostMs;
  while (!(await page.evaluate<boolean>(expression))) {
    if (performance.now() > deadline) throw new Error(`the page has not come to ${expression}`);
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}
