import { fragment } from '../../tests/apps/studio/browser.ts';
import type { Bench } from './bench.ts';
import { atMost, type PartReport } from './verdicts.ts';
import { until, WATCH } from './watch.ts';

/** Until something is seen, s. */
const SEEN_MOST = 1.5;
const OPENINGS = 5;
/** Far beyond it, ms. */
const WAIT_MS = 60_000;

/** Until the page is seen: the slowest of several openings, each in a browser context that has nothing of it. */
export async function measureFirstView({ progress, studio }: Bench): Promise<PartReport> {
  const [painted, drawn]: [number[], number[]] = [[], []];
  for (let opening = 1; opening <= OPENINGS; opening++) {
    progress.at(`first view: ${opening} of ${OPENINGS}`);
    const { page } = await studio.open({ fragment: fragment('css-2014'), script: WATCH });
    await until(page, 'watch.drawnMs() !== null', WAIT_MS);
    const paint = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;
    painted.push(await page.evaluate<number>(paint));
    drawn.push(await page.evaluate<number>('watch.drawnMs()'));
    await page.context().close();
  }
  const slowest = (timesMs: readonly number[]) => Math.max(...timesMs) / 1000;
  return {
    part: 'first',
    title: `First view, the slowest of ${OPENINGS}`,
    measures: [
      atMost('first contentful paint', slowest(painted), 's', SEEN_MOST),
      atMost('map drawn with its centres', slowest(drawn), 's', SEEN_MOST),
    ],
  };
}
