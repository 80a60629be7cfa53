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
    await card.getByText(/become \d+\.\d\s% \([+−]\d.* points/).waitFor({ timeout: 120_000 });
    expect(await card.innerText()).toMatch(
      /The target of 80\.0\s% is (still missed|then met|then too close to call)\./,
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

describe('the editor', () => {
  it('says what changes would do, half a second after the last one, and takes them back', async () => {
    const studio = await openStudio();
    try {
      const { complaints, page } = await studio.open({
        fragment: fragment('three-centres', { view: 'edit' }),
      });
      await rootOf(page);
      const card = page.getByRole('region', { name: 'What would this do?' });
      await card.getByText(/^Change something/).waitFor();
      const knobs = page.getByRole('region', { name: 'The scenario', exact: true });
      await knobs
        .getByRole('group', { name: 'All customers' })
        .getByRole('button', { name: '×1.15' })
        .click();
      const changes = page.getByRole('region', { name: 'Changes' });
      await changes.getByRole('heading', { name: '3 changes' }).waitFor();
      // Nobody has to ask.
      const week = /5 pairs of the week from 3 Mar, in which most cases waited in the last run/;
      await card.getByText(week).waitFor({ timeout: 60_000 });
      expect(await card.innerText()).toMatch(/No target changes its verdict|targets? changes? from/);
      await knobs.getByRole('textbox', { name: 'Down from (UTC)' }).fill('2025-03-10T08:00');
      await knobs.getByRole('spinbutton', { name: 'for hours' }).fill('6');
      await knobs.getByRole('checkbox', { name: /^Dublin/ }).click();
      await changes.getByText(/2025-03-10T08:00:00Z/).waitFor();
      await page.getByText('✓ Valid').waitFor();
      // A change in the middle goes alone, and the later one stays.
      await changes.getByRole('button', { name: /^Undo: India/ }).click();
      await changes.getByRole('heading', { name: '3 changes' }).waitFor();
      await changes.getByText(/2025-03-10T08:00:00Z/).waitFor();
      expect(await changes.getByText(/^India/).count()).toBe(0);
      await changes.getByRole('button', { name: /^Undo: Dublin/ }).click();
      await changes.getByRole('heading', { name: '2 changes' }).waitFor();
      await changes.getByRole('button', { name: 'Undo all' }).click();
      await card.getByText(/^Change something/).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await studio.close();
    }
  });
});

describe('goals', () => {
  it('are chosen part by part, become what commands take, and are removed again', async () => {
    const studio = await openStudio();
    try {
      const { complaints, page } = await studio.open({
        fragment: fragment('three-centres', { view: 'compare', until: '2 days' }),
      });
      await rootOf(page);
      await page.getByRole('button', { name: 'Staff for goals' }).click();
      const builder = page.getByRole('group', { name: 'A goal' });
      await builder.getByRole('combobox', { name: 'Goal' }).selectOption('Gave up');
      await builder.getByRole('combobox', { name: 'of' }).selectOption('Germany');
      await builder.getByRole('combobox', { name: 'by' }).selectOption('phone');
      await builder.getByRole('spinbutton').fill('30');
      await builder.getByRole('button', { name: 'Add goal' }).click();
      await page.getByRole('button', { name: 'Remove: abandonment/germany/phone<=30%' }).waitFor();
      await page.getByRole('textbox', { name: 'Until' }).last().fill('2 days');
      await page.getByRole('spinbutton', { name: 'Replications' }).fill('3');
      await page.getByRole('spinbutton', { name: 'Replications' }).blur();
      await page.getByRole('button', { name: 'Find the staff' }).click();
      await page.getByRole('heading', { name: 'Agents by shift' }).waitFor({ timeout: 120_000 });
      await page.getByRole('button', { name: /^Remove: abandonment/ }).click();
      await page.getByText(/^No goal yet/).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await studio.close();
    }
  });
});
