import { availableParallelism, loadavg } from 'node:os';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenStudio, openStudio } from './browser.ts';

/** How many times somebody who knows only the page clicks, types or chooses, until a question is answered. */
const ACTIONS_MOST = 6;
/** How long that takes from the empty page on, runs of the studio included, ms. An overloaded machine gets three times as long. */
const TASK_MOST_MS = 60_000;

/** The page as it comes, on which a sample is opened, and a count of what is done on it. */
async function begin(studio: OpenStudio) {
  const [load = 0] = loadavg();
  const mostMs = load > 2 * availableParallelism() ? 3 * TASK_MOST_MS : TASK_MOST_MS;
  const begun = performance.now();
  const { complaints, page } = await studio.open({ height: 800 });
  let actions = 0;
  const act = (what: Promise<unknown>) => {
    actions++;
    return what;
  };
  const sample = page.getByRole('button', { name: /^Three centres and a promise to Germany/ });
  await act(sample.click());
  await page.getByRole('button', { name: 'Try it' }).waitFor();
  return {
    page,
    click: (at: Locator) => act(at.click()),
    fill: (at: Locator, text: string) => act(at.fill(text)),
    choose: (at: Locator, option: string) => act(at.selectOption(option)),
    view: (name: string) =>
      act(page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name, exact: true }).click()),
    async end() {
      expect(actions).toBeLessThanOrEqual(ACTIONS_MOST);
      expect(performance.now() - begun).toBeLessThanOrEqual(mostMs);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  };
}

describe('somebody who knows only the page', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it('finds why a target is missed', async () => {
    const { end, page } = await begin(studio);
    await page.getByRole('heading', { name: /^Calls from Germany miss their target/ }).waitFor();
    await page.getByText(/came daily 23:00 to 07:00 .* Reason: nobody on duty was free\./).waitFor();
    await end();
  });

  it('tries the proposed shift', async () => {
    const { click, end, page } = await begin(studio);
    await click(page.getByRole('button', { name: 'Try it' }));
    await page
      .getByText(/become \d+\.\d\s% \([+−]\d.*The target of 80\.0\s% is/)
      .waitFor({ timeout: 120_000 });
    await end();
  });

  it('takes a data centre down on Monday', async () => {
    const { click, end, fill, page, view } = await begin(studio);
    await view('Edit');
    await fill(page.getByLabel('Down from (UTC)'), '2025-03-03T08:00');
    await click(page.getByRole('checkbox', { name: 'Data centre Frankfurt' }));
    await page.getByText('1 outage planned').waitFor();
    await page.getByRole('button', { name: 'Run it', disabled: false }).waitFor();
    await click(page.getByRole('button', { name: 'Run it' }));
    await click(page.getByText('What the event did'));
    await page
      .getByText(
        /^Data centre Frankfurt was down on Mon 3 Mar from 08:00 to 12:00 \(UTC\)\. In this run no effect is clear/,
      )
      .waitFor({ timeout: 60_000 });
    await end();
  });

  it("finds one customer's data", async () => {
    const { click, end, fill, page, view } = await begin(studio);
    await view('Cases');
    await fill(page.getByRole('searchbox'), 'germany/DE/885');
    await page.getByText(/^3 of 10,409 cases/).waitFor();
    const list = page.getByRole('region', { name: 'Cases', exact: true });
    await click(list.locator('tbody').getByRole('button').first());
    const story = page.getByRole('article');
    await story.getByText('primary at Frankfurt (DE)').first().waitFor();
    await story
      .getByText(/at Dublin, for support \(IE\)/)
      .first()
      .waitFor();
    await end();
  });

  it('compares two scenarios', async () => {
    const { choose, click, end, fill, page, view } = await begin(studio);
    await view('Compare');
    await choose(
      page.getByRole('combobox', { name: 'Compare with' }),
      'scenarios/follow-the-sun/scenario.yaml',
    );
    await fill(page.getByRole('spinbutton', { name: 'Replications' }), '3');
    await click(page.getByRole('button', { name: 'Compare', exact: true }).last());
    await page.getByRole('heading', { name: /^What is different in/ }).waitFor({ timeout: 120_000 });
    await end();
  });
});
