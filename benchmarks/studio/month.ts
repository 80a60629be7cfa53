import type { Page } from 'playwright-core';
import { fragment, rootOf, settled, VIEWS } from '../../tests/apps/studio/browser.ts';
import { beginStep, stopTrace } from '../../tests/apps/studio/processor-time.ts';
import { type Bench, rootOfCommandLine } from './bench.ts';
import { frameStatistics } from './frames.ts';
import { atMost, exactly, type Measure, type PartReport, told } from './verdicts.ts';
import { longestTask, WATCH } from './watch.ts';

/** A replay is fluid at the rhythm of a screen of 60 Hz, ms; nearly always within two of its frames; and hardly ever jerks, %. */
const [FRAME_MEDIAN_MOST, FRAME_P95_MOST, LATE_MOST] = [17, 34, 1];
/** Far beyond what any of it takes, ms. */
const WAIT_MS = 600_000;
/** Moments that the clock is dragged to from one end of the run to the other and back. */
const DRAGGED = 60;

/** So that a trace of all of it is not too large: the fastest of the clock's speeds but one. */
const TRACED_SPEED = '1 day a second';
/** What the page may be kept busy at once, ms. */
const TASK_MOST = 50;

/** Four weeks of css-2014: run in the page, replayed from end to end, the clock dragged, every view seen twice. */
export async function measureMonth(bench: Bench): Promise<PartReport> {
  const { progress } = bench;
  progress.at('month: the command line');
  const expected = await rootOfCommandLine(bench, 'scenarios/css-2014');
  progress.at('month: gone through');
  const seen = await goneThrough(bench);
  progress.at('month: gone through, every task timed');
  const busy = await busiest(bench);
  const { frames, lateShare, longest, median, p95 } = frameStatistics(seen.frames);
  return {
    part: 'month',
    title: 'css-2014, four weeks',
    measures: [
      exactly('ledger root, same as on the command line', seen.root, expected),
      told('simulated, sealed, audited and open', seen.tookMs / 1000, 's'),
      told('frames of the replay at 4 h a second', frames),
      atMost('frame to frame, median', median, 'ms', FRAME_MEDIAN_MOST),
      atMost('frame to frame, 95 % within', p95, 'ms', FRAME_P95_MOST),
      atMost('frames that came after more than 50 ms', lateShare, '%', LATE_MOST),
      told('frame to frame, at most', longest, 'ms'),
      ...seen.measures,
      ...busy,
      atMost('errors that the browser reported', seen.complaints, '', 0),
    ],
  };
}

type During = (what: string, work: () => Promise<unknown>) => Promise<void>;

/** On the clock of the wall, by the browser's own record of long tasks, at the speed that the replay has by itself. */
async function goneThrough({ studio }: Bench) {
  const begun = performance.now();
  const { complaints, page } = await studio.open({
    fragment: fragment('css-2014', { view: 'world' }),
    script: WATCH,
  });
  const measures: Measure[] = [];
  let [root, tookMs] = ['', 0];
  const during: During = async (what, work) => {
    measures.push(await longestTask(page, what, work));
  };
  await during('while it is run', async () => {
    root = await rootOf(page, WAIT_MS);
    tookMs = performance.now() - begun;
    await settled(page);
  });
  await page.evaluate('watch.watchFrames()');
  await during('while it is replayed', () => replayed(page));
  const frames = await page.evaluate<number[]>('watch.frames()');
  await lookedAt(page, during);
  await page.context().close();
  return { complaints: complaints.length, frames, measures, root, tookMs };
}

/** The same with a trace of every task: in processor time, which does not count what else the machine does meanwhile. */
async function busiest({ studio }: Bench): Promise<readonly Measure[]> {
  const { page } = await studio.open({ fragment: fragment('css-2014', { view: 'world' }), isTraced: true });
  const steps: string[] = [];
  const during: During = async (what, work) => {
    steps.push(what);
    await beginStep(page, what);
    await work();
  };
  await during('while it is run', async () => {
    await rootOf(page, WAIT_MS);
    await settled(page);
  });
  await page.locator('.clock select').selectOption({ label: TRACED_SPEED });
  await during('while it is replayed', () => replayed(page));
  await lookedAt(page, during);
  const tasks = await stopTrace(studio.browser);
  await page.context().close();
  return steps.map((step) => {
    const times = tasks.filter((task) => task.step === step).map(({ processorMs }) => processorMs);
    // A step without any task was not seen.
    const longest = times.length === 0 ? Number.NaN : Math.max(...times);
    return atMost(`longest task, processor time, ${step}`, longest, 'ms', TASK_MOST);
  });
}

async function lookedAt(page: Page, during: During): Promise<void> {
  await during('while the clock is dragged', () => dragged(page));
  for (const when of ['at first sight', 'again']) {
    for (let i = 1; i <= VIEWS.length; i++) {
      const view = i % VIEWS.length;
      await during(`${VIEWS[view]} ${when}`, async () => {
        // By place: names are looked up in the page itself, which would be busy with that.
        await page.locator('nav.views button').nth(view).click();
        await settled(page);
      });
    }
  }
}

async function replayed(page: Page): Promise<void> {
  await page.locator('button.play').click();
  await page.locator('button.play[aria-pressed=false]').waitFor({ timeout: WAIT_MS });
}

async function dragged(page: Page): Promise<void> {
  const box = await page.locator('input.scrub').boundingBox();
  if (box === null) throw new Error('there is no clock');
  const [from, to, y] = [box.x + 8, box.x + box.width - 8, box.y + box.height / 2];
  await page.mouse.move(to, y);
  await page.mouse.down();
  await page.mouse.move(from, y, { steps: DRAGGED });
  await page.mouse.move(to, y, { steps: DRAGGED });
  await page.mouse.up();
  for (let key = 0; key < DRAGGED / 2; key++) await page.keyboard.press('ArrowLeft');
}
