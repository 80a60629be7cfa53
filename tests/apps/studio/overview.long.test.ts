import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose, fragment, type OpenStudio, openStudio, rootOf } from './browser.ts';

/** The first view, as somebody sees it who opens a scenario. */
describe('the overview', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  const busier = { scenario: 'scenarios/three-centres/busier.yaml' };

  it('says in words which target is missed, fits on one screen, and tries in place what may help', async () => {
    const { complaints, page } = await studio.open({ fragment: fragment('', busier), height: 800 });
    await rootOf(page);
    await page
      .getByRole('heading', { name: /^Calls from Germany miss their target: 5\d\.\d % are answered/ })
      .waitFor();
    expect(await page.getByRole('region', { name: 'Verdict' }).innerText()).toMatch(
      /^\d+ missed, \d+ unsure of 28 targets\s+Promises kept$/,
    );
    const high = () => page.evaluate('document.documentElement.scrollHeight');
    expect(await high()).toBeLessThanOrEqual(800);
    await page.getByRole('button', { name: 'Try it' }).click();
    const card = page.getByRole('region', { name: 'What to try' });
    await card.getByText(/become \d+\.\d % \([+−]\d.* points/).waitFor({ timeout: 120_000 });
    expect(await card.innerText()).toMatch(
      /The target of 80\.0 % is (still missed|then met|then too close to call)\./,
    );
    // It stays while another view is looked at.
    await page.getByRole('button', { name: /^The worst hour on the map/ }).click();
    await page.getByText('Tue 11 Mar 2025, 05:00 UTC').first().waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' }).click();
    await card.getByText(/become/).waitFor();
    expect(await high()).toBeLessThanOrEqual(3 * 844);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('compares a run with the one before, if both last as long', async () => {
    const { page } = await studio.open({ fragment: fragment('three-centres') });
    const root = await rootOf(page);
    expect(await page.getByText('Against the last run').count()).toBe(0);
    await page.getByRole('button', { name: 'Run details' }).click();
    await page.getByRole('textbox', { name: 'Seed' }).fill('another');
    await page.getByRole('button', { name: 'Run with these' }).click();
    await expect.poll(() => rootOf(page), { timeout: 60_000 }).not.toBe(root);
    await page.getByRole('button', { name: /^Against the last run/ }).waitFor();
    expect(await page.getByRole('region', { name: 'The run in numbers' }).innerText()).toMatch(
      /[↑↓] \d+\.\d points/,
    );
    await choose(page, 'first-steps');
    await page.getByText('Against the last run').waitFor({ state: 'detached' });
    await page.context().close();
  });
});
