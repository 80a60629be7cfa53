import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { fragment, rootOf, settled, VIEWS } from '../../tests/apps/studio/browser.ts';
import { type Bench, rootOfCommandLine } from './bench.ts';
import { type BrowserMemory, memoryOf } from './tab-memory.ts';
import { atMost, exactly, type Measure, type PartReport, told } from './verdicts.ts';
import { longestTask, until, WATCH } from './watch.ts';

/** Our own choice: until it is open, s; the memory of the tab, MB; until something is answered that is asked of it then, s. */
const [OPEN_MOST, MEMORY_MOST, ANSWER_MOST] = [120, 2000, 3];
/** Far beyond what any of it takes, ms. */
const WAIT_MS = 900_000;
const MEMORY_EVERY_MS = 500;
/** The case that is looked for. */
const WANTED = 1_000_000;
/** Number of the case that the list begins with; NaN while it is awaited. */
const FIRST = `Number(document.querySelector('.case-list tbody button')?.textContent ?? NaN)`;

/** css-2014 for twelve weeks, 1.1 million cases: whether a tab bears it, and what can be done with it then. */
export async function measureMillion(bench: Bench): Promise<PartReport> {
  const { folder, progress, root, studio } = bench;
  const text = readFileSync(join(root, 'scenarios/css-2014/scenario.yaml'), 'utf8').replace(
    /^horizon: .*$/m,
    'horizon: 12 weeks',
  );
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, text);
  progress.at('million: the command line');
  const expected = await rootOfCommandLine(bench, file);

  progress.at('million: run in the page');
  const begun = performance.now();
  // As a link has it that the page makes of an edited scenario.
  const shared = fragment('css-2014', { text: deflateRawSync(text).toString('base64url') });
  const { complaints, page } = await studio.open({ fragment: shared, script: WATCH });
  page.setDefaultTimeout(WAIT_MS);
  let isAlive = true;
  page.on('crash', () => {
    isAlive = false;
  });
  const memory = watchMemory(studio.browser);
  const measures: Measure[] = [];
  try {
    let [shown, openMs] = ['', 0];
    const running = await longestTask(page, 'while it is run', async () => {
      shown = await rootOf(page, WAIT_MS);
      openMs = performance.now() - begun;
      await settled(page);
    });
    const cases = Number(((await page.locator('.ran span').first().textContent()) ?? '').replace(/\D/g, ''));
    measures.push(
      told('cases', cases),
      exactly('ledger root, same as on the command line', shown, expected),
      atMost('simulated, sealed, audited and open', openMs / 1000, 's', OPEN_MOST),
      running,
    );
    progress.at('million: looked at');
    measures.push(...(await lookedAt(page, cases)));
  } catch (error) {
    // A tab that has died is what is to be told; whatever else went wrong is a fault of the benchmark.
    if (isAlive) throw error;
  }
  const { allPeak, tabPeak } = await memory.stop();
  await page.context().close();
  return {
    part: 'million',
    title: 'css-2014, twelve weeks',
    measures: [
      exactly('the tab lives', isAlive ? 'yes' : 'no', 'yes'),
      atMost('memory of the tab, at most', tabPeak, 'MB', MEMORY_MOST),
      told('memory of the whole browser, at most', allPeak, 'MB'),
      ...measures,
      atMost('errors that the browser reported', complaints.length, '', 0),
    ],
  };
}

/** The service, and the list of cases: scrolled to its end, ordered, searched, and a case of it opened. */
async function lookedAt(page: Page, cases: number): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  const timed = async (what: string, work: () => Promise<unknown>) => {
    let tookMs = 0;
    const task = await longestTask(page, what, async () => {
      const begun = performance.now();
      await work();
      tookMs = performance.now() - begun;
      await settled(page);
    });
    measures.push(atMost(what, tookMs / 1000, 's', ANSWER_MOST), task);
  };
  const view = (name: (typeof VIEWS)[number]) =>
    page.locator('nav.views button').nth(VIEWS.indexOf(name)).click();
  const begins = (is: string) => until(page, `(${is})(${FIRST})`, WAIT_MS);
  await timed('service counted and drawn', async () => {
    await view('Service');
    await page.locator('.view-service svg').first().waitFor();
  });
  await timed('cases listed', async () => {
    await view('Cases');
    await begins('(first) => first === 0');
  });
  await timed('list scrolled to its end in ten steps', async () => {
    for (let tenth = 1; tenth <= 10; tenth++) {
      await page.evaluate(`{
        const list = document.querySelector('.case-list');
        list.scrollTop = ${tenth / 10} * (list.scrollHeight - list.clientHeight);
      }`);
      await begins(`(first) => Math.abs(first - ${(tenth / 10) * cases}) < ${cases / 100}`);
    }
  });
  await timed('list turned round', async () => {
    await page.locator('.case-tools button').click();
    await begins(`(first) => first === ${cases - 1}`);
  });
  await timed('list ordered by wait', async () => {
    await page.locator('.case-tools select').selectOption('wait');
    await begins(`(first) => first !== ${cases - 1} && first >= 0`);
  });
  await timed(`case ${WANTED.toLocaleString('en-GB')} found`, async () => {
    await page.locator('.case-tools input').fill(String(WANTED));
    await begins(`(first) => first === ${WANTED}`);
  });
  await timed('its story told', async () => {
    await page.locator('.case-list tbody button').click();
    await page.locator('.case-page svg').first().waitFor();
  });
  return measures;
}

function watchMemory(browser: Bench['studio']['browser']) {
  let [tabPeak, allPeak] = [0, 0];
  const look = async () => {
    const { allNow, tabPeak: peak }: BrowserMemory = await memoryOf(browser);
    [tabPeak, allPeak] = [Math.max(tabPeak, peak), Math.max(allPeak, allNow)];
  };
  const timer = setInterval(() => void look(), MEMORY_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await look();
      return { tabPeak, allPeak };
    },
  };
}
