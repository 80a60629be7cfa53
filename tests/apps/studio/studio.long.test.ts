import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { filesOfArchive } from '../../../src/apps/studio/worker/files/archive.ts';
import { ROOT } from '../../running.ts';
import {
  choose,
  fragment,
  type OpenStudio,
  openStudio,
  rootOf,
  type StudioPage,
  show,
  showPart,
  VIEWS,
} from './browser.ts';

/** The studio as its users have it: in a real browser, under its own policy, from its own server. */

/** Drops files and folders of this machine on the page, as a user does. A view may still be drawn anew while it loads. */
async function dropFiles(page: Page, where: Locator, files: readonly string[]): Promise<void> {
  const box = await vi.waitFor(
    async () => {
      await where.scrollIntoViewIfNeeded({ timeout: 10_000 });
      const found = await where.boundingBox();
      if (found === null) throw new Error('there is nowhere to drop');
      return found;
    },
    { timeout: 60_000 },
  );
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at });
  await session.detach();
}

/** What axe reports, in short. */
async function accessibilityOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
       violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join(' | ')))`,
  );
  return found as readonly string[];
}

/** Texts that are wider than what they stand in, where nobody can scroll to their end. */
function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('body *')].filter((element) => {
    const style = getComputedStyle(element);
    const isCut = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const isSaid = style.clipPath !== 'none' || style.textOverflow === 'ellipsis';
    return isCut && !isSaid && element.checkVisibility() && element.closest('svg, .cm-editor') === null;
  }).map((element) => element.className + ': ' + element.textContent.slice(0, 60))`);
}

/** Run in the page: letters of the life cycle that are too small to be read, px. */
const SMALL_LETTERS = `[...document.querySelectorAll('.statechart text')]
  .map((words) => words.getScreenCTM().a * parseFloat(getComputedStyle(words).fontSize))
  .filter((size) => size < 9)`;

describe('the studio', () => {
  let studio: OpenStudio;
  let open: StudioPage;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  /** No errors may be logged and no other address requested, whatever was done. */
  afterEach(async () => {
    expect(open.complaints).toEqual([]);
    const foreign = open.requests.filter(
      (url) => !url.startsWith(studio.server.url) && !/^(blob|data):/.test(url),
    );
    expect(foreign).toEqual([]);
    expect(open.requests.length).toBeGreaterThan(5);
    await open.page.context().close();
  });

  /** The page on which german-night is edited, with its sliders and switches. */
  const openKnobs = async () => {
    open = await studio.open({ fragment: fragment('german-night', { view: 'edit' }) });
    const { page } = open;
    await rootOf(page);
    return { page, knobs: page.getByRole('region', { name: 'The scenario', exact: true }) };
  };

  it('says that it opens, then asks what to open, and takes a folder of the user', async () => {
    // As slow as a network: what is seen before the list of scenarios has come.
    const slow = `const ask = fetch; fetch = async (...all) => { await new Promise((d) => setTimeout(d, 400)); return ask(...all); }`;
    open = await studio.open({ script: slow, width: 390, theme: 'dark' });
    const { page } = open;
    await page.getByRole('status').filter({ hasText: 'Opening Meridian Studio' }).waitFor();
    const shipped = page.getByRole('region', { name: 'Scenarios that come with Meridian' });
    await shipped.getByText('Three centres and a promise to Germany').waitFor();
    expect(await page.locator('#root').count()).toBe(0);
    expect(await accessibilityOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);

    const folder = mkdtempSync(join(tmpdir(), 'studio-'));
    try {
      const org = join(folder, 'org');
      for (const name of ['desk', 'desk-night']) mkdirSync(join(org, name), { recursive: true });
      const text = readFileSync(join(ROOT, 'scenarios/german-night/scenario.yaml'), 'utf8');
      writeFileSync(join(org, 'desk/scenario.yaml'), text.replace(/^name: .*$/m, 'name: desk'));
      const variant = 'meridian: 1\nextends: ../desk\nname: desk-night\ntitle: A desk at night\n';
      writeFileSync(join(org, 'desk-night/scenario.yaml'), variant);
      writeFileSync(join(org, 'letter.txt'), 'no scenario');
      const picker = page.getByLabel('A folder of scenarios');
      await picker.setInputFiles(org);
      const own = page.getByRole('region', { name: 'Your scenarios' });
      await own.getByText('A desk at night').waitFor();
      await own.getByRole('button', { name: / desk$/ }).click();
      await rootOf(page);
      // It runs, and its variant stands first among those that it can be compared with.
      await show(page, 'Compare');
      const [first] = await page
        .getByRole('combobox', { name: 'Compare with' })
        .locator('optgroup')
        .evaluateAll((groups) =>
          groups.map((group) => [(group as HTMLOptGroupElement).label, group.textContent]),
        );
      expect(first).toEqual(['Extend this scenario', 'desk-night – A desk at night']);
      // The link contains the text, as its reader does not have the folder.
      await expect.poll(() => new URLSearchParams(new URL(page.url()).hash.slice(1)).has('text')).toBe(true);
      await page.getByRole('button', { name: /^Scenario: / }).click();
      await page
        .getByRole('region', { name: 'Yours' })
        .getByRole('button', { name: /^A desk at night/ })
        .waitFor();
      await page.getByRole('button', { name: 'Another folder or file' }).click();
      await page.getByLabel('Or single files').setInputFiles(join(org, 'letter.txt'));
      await page.getByRole('alert').filter({ hasText: 'none of these files is a scenario' }).waitFor();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows a run while it is made, and cancels it', async () => {
    open = await studio.open({ fragment: fragment('failover', { view: 'world' }) });
    const { page } = open;
    const root = await rootOf(page);
    await choose(page, 'css-2014');
    await page.getByText(/being simulated$/).waitFor();
    await expect
      .poll(() => page.getByRole('row', { name: /Las Colinas/ }).innerText())
      .toMatch(/(open|nobody [\w ]+)\s+(\d+ of|–)/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    // The last good run is still shown.
    expect(await rootOf(page)).toBe(root);
    await page.getByRole('slider', { name: 'Moment of the run' }).waitFor();
  });

  it('leads from an outage to its cases in the chosen time zone, and tells one of them', async () => {
    open = await studio.open({
      fragment: fragment('german-night', { timeZone: 'Europe/Berlin', view: 'world' }),
    });
    const { page } = open;
    await rootOf(page);
    await page.getByRole('button', { name: 'Next outage' }).click();
    await page.getByText('Wed 5 Nov 2014, 21:00 UTC').first().waitFor();
    expect(
      await page
        .getByRole('row', { name: /Dublin/ })
        .first()
        .innerText(),
    ).toMatch(/down/);
    // An hour before Dublin is up again, whose agents may take every case: those without the promise, Redmond's as well.
    const slider = page.getByRole('slider', { name: 'Moment of the run' });
    await slider.fill(String((53 / 72) * Number(await slider.getAttribute('max'))));
    await page.getByText('Thu 6 Nov 2014, 05:00 UTC').first().waitFor();
    expect(await page.locator('.trouble').innerText()).toMatch(/^Dublin: down, \d+ wait\./);
    await page.getByText('Waiting customers, cases on their way, live copies').click();
    await page.getByRole('columnheader', { name: 'How' }).waitFor();
    const lastOf = async (row: RegExp) =>
      Number(await page.getByRole('row', { name: row }).first().getByRole('cell').last().innerText());
    const all = await lastOf(/^emea/);
    expect(all).toBeGreaterThan(10);
    expect(await lastOf(/^Dublin/)).toBe(all);
    expect(await lastOf(/^Redmond/)).toBeGreaterThan(0);
    expect(await lastOf(/^Redmond/)).toBeLessThan(all);
    expect(await lastOf(/^Sofia/)).toBe(0);
    await page.getByRole('button', { name: 'its cases' }).click();
    const list = page.getByRole('region', { name: 'Cases', exact: true });
    await page.getByRole('button', { name: 'Remove: handed over because Dublin went down' }).waitFor();
    await expect.poll(() => page.url()).toContain('view=cases');
    expect(page.url()).toContain('timeZone=Europe%2FBerlin');
    const found = page.getByRole('status').filter({ hasText: ' of 616 cases' });
    expect(Number.parseInt(await found.innerText(), 10)).toBeLessThan(616);
    await list.locator('tbody').getByRole('button').first().click();
    const story = page.getByRole('article');
    await story.getByRole('heading', { name: /^Case \d+/ }).waitFor();
    expect(await story.getByRole('img', { name: /^Its states in order/ }).getAttribute('aria-label')).toMatch(
      /working, queued/,
    );
    expect(await page.evaluate(SMALL_LETTERS)).toEqual([]);
    expect(await story.innerText()).toMatch(/ by (e-mail|phone|web) in [A-Z]/);
    await story.getByText('Every entry of the ledger about it').click();
    expect(await story.locator('pre').last().innerText()).toMatch(/uptime/);
    await story.getByRole('button', { name: 'Explain every routing decision' }).click();
    await story.getByRole('heading', { name: /routing decisions?$/ }).waitFor();
    expect(await story.getByRole('listitem').first().innerText()).toMatch(/groups? considered/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('combobox', { name: 'Order' }).selectOption('contacts');
    await page.getByRole('button', { name: 'Largest first' }).click();
    const contacts = () => list.locator('tbody td.sorted').allInnerTexts();
    await expect.poll(async () => Number((await contacts())[0])).toBeGreaterThan(2);
    const sorted = (await contacts()).map(Number);
    expect(sorted).toEqual([...sorted].sort((left, right) => right - left));
  });

  it('carries what is looked at from the figures to the cases and the link, choice by choice', async () => {
    open = await studio.open({ fragment: fragment('german-night', { view: 'service' }) });
    const { page } = open;
    await rootOf(page);
    await showPart(page, 'Groups');
    const chooseRow = (table: string, name: string) =>
      page.getByRole('region', { name: table }).getByRole('button', { name }).click();
    await chooseRow('By segment', 'Premier Support with storage in the EEA');
    await chooseRow('By channel', 'phone');
    await chooseRow('By centre of the first answer', 'Dublin');
    await page.getByRole('spinbutton', { name: 'From hour' }).fill('24');
    await page.getByRole('spinbutton', { name: 'From hour' }).blur();
    await page.getByRole('button', { name: 'Remove: Wed 5 Nov 2014' }).waitFor();
    // Customers who give up have no centre of the first answer, which is not zero: no table has a column for them.
    await expect.poll(() => page.locator('[data-head="Gave up"]').count()).toBe(0);
    expect(await page.locator('.run-tile').filter({ hasText: 'Gave up' }).locator('.value').innerText()).toBe(
      '–',
    );
    const arrived = async () => Number.parseInt(await page.getByText(/ cases arrived$/).innerText(), 10);
    await expect.poll(arrived).toBeLessThan(100);
    const few = await arrived();
    expect(few).toBeGreaterThan(5);
    await showPart(page, 'Time');
    await page.getByRole('img', { name: /^Occupancy by cases of this segment and channel: / }).waitFor();

    await show(page, 'Cases');
    const found = async () =>
      Number.parseInt(await page.getByRole('status').filter({ hasText: ' of 616 cases' }).innerText(), 10);
    await expect.poll(found).toBe(few);
    const address = () => new URLSearchParams(new URL(page.url()).hash.slice(1));
    const inLink = { segment: 'premier', channel: 'phone', centre: 'dublin', hours: '24-72', view: 'cases' };
    await expect.poll(() => Object.fromEntries(address())).toMatchObject(inLink);
    await page.reload();
    await rootOf(page);
    await expect.poll(found).toBe(few);
    await page.getByRole('button', { name: 'Remove: phone' }).click();
    await expect.poll(found).toBeGreaterThan(few);
    await expect.poll(() => address().has('channel')).toBe(false);
    await page.getByRole('searchbox').fill('phone nowhere');
    await page.getByText('No case fits everything.').waitFor();
    await page.getByRole('button', { name: 'Leave out “nowhere”' }).click();
    await expect.poll(found).toBe(few);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(found).toBe(616);
    expect(address().has('segment')).toBe(false);
  });

  it('tells each hour of a heat map by mouse and by keyboard, in the clock that is chosen', async () => {
    open = await studio.open({ fragment: fragment('german-night', { view: 'service' }) });
    const { page } = open;
    await rootOf(page);
    await showPart(page, 'Week');
    const figure = page.getByRole('figure').filter({ hasText: 'Service level, e-mail, by hour of the week' });
    const map = figure.getByRole('application');
    const told = figure.getByRole('status');
    // Nothing is pointed at: the worst hour, which the arrow keys begin from.
    expect(await told.innerText()).toBe('Lowest: Thu 06:00–07:00, 20.0 %');
    await figure.getByText('targets 80 % to 90 %, mean 81.2 %').waitFor();
    await map.focus();
    await page.keyboard.press('ArrowRight');
    expect(await told.innerText()).toMatch(/^Thu 07:00–08:00: [\d.]+ %$/);
    await page.keyboard.press('ArrowDown');
    expect(await told.innerText()).toBe('Fri 07:00–08:00: not simulated');
    await map.blur();
    const box = await map.boundingBox();
    if (box === null) throw new Error('the map is not there');
    await page.mouse.move(box.x + box.width - 3, box.y + 16 + 18 * 1.5);
    expect(await told.innerText()).toMatch(/^Tue 23:00–24:00: /);
    await page.mouse.move(0, 0);
    await page.getByRole('combobox', { name: 'Hours of the week in' }).selectOption('Europe/Berlin');
    await expect.poll(() => told.innerText()).toBe('Lowest: Thu 07:00–08:00, 20.0 %');
    expect(await map.getAttribute('aria-label')).toContain('hours in Europe/Berlin');
    await expect.poll(() => page.url()).toContain('timeZone=Europe%2FBerlin');
    await showPart(page, 'Coverage');
    const sun = page.getByRole('img', { name: /^Agents on duty and occupancy [^,]*, UTC/ });
    await sun.waitFor();
    await page.getByRole('radio', { name: 'each centre’s local time' }).click();
    await page.getByRole('img', { name: /^Agents on duty and occupancy .* local week/ }).waitFor();
    expect(await sun.isVisible()).toBe(false);
  });

  it.each([1280, 390])('keeps the column sorted by in sight, and over no other: %i px', async (width) => {
    open = await studio.open({ fragment: fragment('failover', { view: 'cases' }), width });
    const { page } = open;
    await rootOf(page);
    const list = page.getByRole('region', { name: 'Cases', exact: true });
    const edge = async (locator: Locator) => (await locator.boundingBox()) ?? { x: 0, width: 0 };
    for (const name of ['Hand-overs', 'Wait', 'Opened (UTC)']) {
      await list.getByRole('columnheader', { name }).getByRole('button').click();
      const head = list.locator('thead th[aria-sort]');
      await expect.poll(() => head.innerText()).toContain(name);
      expect(await page.evaluate('document.activeElement.textContent')).toContain(name);
      const heads = await Promise.all((await list.locator('thead th').all()).map(edge));
      heads.slice(1).forEach(({ x }, i) => {
        const { x: before, width: wide } = heads[i] ?? { x: 0, width: 0 };
        expect(x).toBeGreaterThanOrEqual(before + wide - 0.5);
      });
      // Scrolled sideways, it stands beside the case number.
      await list.evaluate((element) => element.scrollTo(150, 0));
      const [number, beside] = [await edge(list.locator('thead th').first()), await edge(head)];
      expect(beside.x).toBeGreaterThanOrEqual(number.x + number.width - 0.5);
      await list.evaluate((element) => element.scrollTo(0, 0));
      await list.locator('tbody').getByRole('button').first().click();
      await page.getByRole('article').waitFor();
      const [room, column] = [await edge(list), await edge(head)];
      expect(column.x).toBeGreaterThanOrEqual(room.x);
      expect(column.x + column.width).toBeLessThanOrEqual(room.x + room.width);
    }
  });

  it('switches a promise off, and says what that changes', async () => {
    const { knobs, page } = await openKnobs();
    const begin = knobs.getByRole('textbox', { name: 'Dublin, German (first line), day shift: begin' });
    await begin.fill('8:30');
    await begin.press('Enter');
    const sofia = knobs.getByRole('textbox', {
      name: 'Sofia, German (first line), around shift, Mon: agents',
    });
    await sofia.press('+');
    await page
      .getByRole('combobox', { name: 'Premier Support with storage in the EEA' })
      .selectOption('default');
    // The text may be run only when every change has arrived in it.
    await page.getByRole('button', { name: 'Run it', disabled: false }).waitFor();
    await page.getByText('✓ Valid').waitFor();
    await show(page, 'Compare');
    // What was changed here is compared with the file, over the whole of it, unless somebody chooses otherwise.
    await page.getByRole('button', { name: 'Remove: german-night, as edited' }).waitFor();
    await page
      .getByRole('combobox', { name: 'Compare with' })
      .selectOption('scenarios/failover/scenario.yaml');
    await page.getByRole('button', { name: /^Remove: failover – / }).waitFor();
    await page.getByRole('spinbutton', { name: 'Replications' }).fill('3');
    await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
    const result = page.getByRole('article', {
      name: '“german-night (edited)” and “failover” against “german-night”',
    });
    await result.getByRole('heading', { name: 'Differences over all cases' }).waitFor({ timeout: 60_000 });
    expect(await result.getByText(/^The whole run/).innerText()).toBe(
      'The whole run of 3 d, 3 pairs of replications, seed 1104',
    );
    const sections = await result.getByRole('heading', { level: 2 }).allInnerTexts();
    expect(sections.slice(1, 3)).toEqual(['The answer', 'What is different in german-night (edited)']);
    const changes = await result
      .getByRole('heading', { name: 'What is different in german-night (edited)' })
      .locator('..')
      .innerText();
    expect(changes).toContain('Dublin, German (first line), day shift, from: 08:30 (was 07:00)');
    expect(changes).toContain('Sofia, German (first line), around shift, agents: 4 (was 3)');
    expect(changes).toContain('promise: default (was premier-eea)');
    // All of them at once, against the same baseline.
    // Both scenarios have a row for each measure, in the table or in the fold.
    const figure = result.locator('figure', { hasText: 'Differences over all cases' });
    const named = await figure.locator('tbody tr:not(.group-head) td:nth-child(2)').allTextContents();
    const scenarios = new Set(named);
    expect([...scenarios].sort()).toEqual(['failover', 'german-night (edited)']);
    expect(await accessibilityOf(page)).toEqual([]);
  });

  it('lets cells continue from where they were set, however fast keys are pressed, and marks what differs', async () => {
    const { knobs, page } = await openKnobs();
    const cell = (day: string) =>
      knobs.getByRole('textbox', { name: `Dublin, German (first line), day shift, ${day}: agents` });
    await cell('Mon').waitFor();
    const before = Number(await cell('Mon').inputValue());
    for (let i = 0; i < 3; i++) await cell('Mon').press('+');
    expect(Number(await cell('Sun').inputValue())).toBe(before + 3);
    await cell('Mon').press('ArrowRight');
    await knobs.getByRole('checkbox', { name: 'Change one day only' }).check();
    await cell('Tue').fill('0');
    // The page is drawn again meanwhile, and what is being typed stays.
    await page.getByRole('button', { name: 'Run it', disabled: false }).waitFor();
    await cell('Tue').press('Enter');
    // What is no number of agents is not taken.
    await cell('Wed').fill('many');
    await cell('Wed').press('Tab');
    expect(await cell('Wed').inputValue()).toBe(String(before + 3));
    const changes = page.getByRole('region', { name: 'Changes' });
    await changes.getByText(`agents: ${before + 3} (was ${before})`).waitFor();
    await changes.getByText(/new day tue shift: 0 agents/).waitFor();
    await page.getByRole('button', { name: 'Run it', disabled: false }).waitFor();
    const row = knobs.getByRole('row', { name: /^German \(first line\) day/ });
    expect(await row.locator('s').allInnerTexts()).toEqual(Array.from({ length: 7 }, () => String(before)));
    expect(await accessibilityOf(page)).toEqual([]);
  });

  it('packs a bundle, finds it genuine, and refuses it after a byte was changed: an archive, or a folder', async () => {
    const about = { view: 'residency', until: '12 h', case: '3' };
    open = await studio.open({ fragment: fragment('failover', about) });
    const { page } = open;
    const root = await rootOf(page);
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: 'Evidence bundle (zip)' }).click(),
    ]);
    const zip = readFileSync(await download.path());
    await page.getByLabel('Choose files').setInputFiles({
      name: 'bundle.zip',
      mimeType: 'application/zip',
      buffer: zip,
    });
    await page.getByText('The bundle is what its ledger gives').waitFor({ timeout: 60_000 });
    expect(await rootOf(page)).toBe(root);
    // A case that was looked at is one of the run before.
    await expect.poll(() => page.url()).not.toContain('case=3');

    const folder = mkdtempSync(join(tmpdir(), 'studio-'));
    try {
      const bundle = join(folder, 'failover.bundle');
      for (const { bytes, path } of filesOfArchive(zip) ?? []) {
        mkdirSync(dirname(join(bundle, path)), { recursive: true });
        writeFileSync(join(bundle, path), bytes);
      }
      const zone = page.getByRole('region', { name: 'Verify a bundle or a ledger' });
      const genuine = page.getByText('The bundle is what its ledger gives');
      // Of the files that were chosen: the page takes what is dropped a moment later, and shows its verification then.
      const earlier = await genuine.elementHandle();
      await dropFiles(page, zone, [bundle]);
      await earlier?.waitForElementState('hidden', { timeout: 60_000 });
      await genuine.waitFor({ timeout: 60_000 });
      const ledger = join(bundle, 'ledger/ledger.bin');
      const changed = readFileSync(ledger);
      changed[2000] = (changed[2000] as number) ^ 1;
      writeFileSync(ledger, changed);
      // Wherever on the page it is dropped.
      await show(page, 'World');
      await dropFiles(page, page.getByRole('img', { name: /^Map of/ }), [bundle]);
      const refusal = page.getByRole('alert').filter({ hasText: 'Refused' });
      await refusal.waitFor({ timeout: 60_000 });
      expect(await refusal.innerText()).toContain('ledger/ledger.bin');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('judges by the law as known today, proves, and draws the price of the promise', async () => {
    // Under Safe Harbor until it fell: retroactively, as is known now.
    open = await studio.open({
      fragment: fragment('safe-harbor-2015', { until: '1 day', view: 'residency' }),
    });
    const { page } = open;
    const root = await rootOf(page);
    const verdict = page.getByRole('region', { name: /^(No promise was broken|Broken)/ });
    const heading = verdict.getByRole('heading').first();
    expect(await heading.innerText()).toBe('No promise was broken');
    await page.getByRole('radio', { name: /^today/ }).click();
    await expect
      .poll(() => heading.innerText())
      .toMatch(/^Broken: Basis \(R7\)(; \d+ acts not judged: Basis \(R7\))?$/);
    await page.getByRole('radio', { name: 'at each moment' }).click();
    await expect.poll(() => heading.innerText()).toBe('No promise was broken');
    await choose(page, 'failover');
    await expect.poll(() => rootOf(page)).not.toBe(root);
    await page.getByRole('button', { name: 'Prove' }).click();
    await page.getByText(/transitions were explored/).waitFor();
    await page.getByText('Each property', { exact: true }).click();
    const part = page.getByText(/^part of R15 Erasure\. Left open: when a closed case is erased/);
    await part.first().waitFor();
    await page.getByText(/findings?: [\d,]+ met in simulation/).waitFor();
    await page.getByRole('button', { name: 'Evaluate' }).click();
    await page.getByText(/^It meets \d of 2 requirements/).waitFor();
    expect(await page.getByRole('button', { name: 'Save evaluation.csv' }).count()).toBe(1);
    await show(page, 'Compare');
    await page.getByRole('button', { name: 'Price of the promise' }).click();
    await page.getByRole('textbox', { name: 'Until' }).last().fill('12 h');
    await page.getByRole('spinbutton', { name: 'Replications' }).fill('2');
    await page.getByRole('button', { name: 'Find the price' }).click();
    const price = page.getByRole('article', { name: /^The price of residency: / });
    await price.getByText(/^Your promise .*costs /).waitFor();
    expect(await price.getByRole('heading', { level: 2 }).nth(1).innerText()).toBe('The price');
    expect(await price.getByText(/^Only the first/).innerText()).toBe(
      'Only the first 12 h of 6 d, 2 replications of each variant, seed 318',
    );
  });

  it('keeps a result over a reload, and gives the same by link and by file', async () => {
    open = await studio.open({ fragment: fragment('first-steps', { until: '12 h', view: 'compare' }) });
    const { page } = open;
    await rootOf(page);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
    await page.getByRole('textbox', { name: 'Until' }).last().fill('6 h');
    await page.getByRole('spinbutton', { name: 'Replications' }).fill('2');
    await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
    const result = (of: Page) => of.getByRole('article').getByRole('heading').first();
    await result(page).waitFor({ timeout: 60_000 });
    const heading = await result(page).innerText();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied.').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as one file' }).click(),
    ]);
    const file = readFileSync(await download.path(), 'utf8');
    await page.reload();
    await rootOf(page);
    expect(await result(page).innerText()).toBe(heading);
    const list = page.getByRole('region', { name: 'Results' });
    expect(await list.getByRole('listitem').count()).toBe(1);
    expect(await accessibilityOf(page)).toEqual([]);

    // Another browser has kept nothing, and computes it.
    const other = await studio.open({ fragment: new URL(link).hash.slice(1) });
    await result(other.page).waitFor({ timeout: 60_000 });
    expect(await result(other.page).innerText()).toBe(heading);
    const given = async (text: string) =>
      other.page
        .getByRole('region', { name: 'Results' })
        .locator('input[type=file]')
        .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await given(file);
    await other.page.getByText('every figure is as in the file').waitFor();
    const place = file.indexOf('comparison.csv') + 30;
    await given(`${file.slice(0, place)}9${file.slice(place)}`);
    await other.page.getByText('these figures are not those of the file').waitFor();
    await given('{"some": "other"}');
    await other.page.getByText('x.json is not the file of a result').waitFor();
    expect(other.complaints).toEqual([]);
    await other.page.context().close();
    await list.getByRole('button', { name: /^Forget/ }).click();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(0);
  });

  it('finds a seeded breach, and tells its counterexample', async () => {
    open = await studio.open({
      fragment: fragment('css-2014-drill', { until: '1 day', breach: 'store-outside', view: 'residency' }),
    });
    const { page } = open;
    await page.getByRole('heading', { name: 'Broken: Storage (R1)' }).waitFor({ timeout: 60_000 });
    const story = page.locator('.counterexample ol li').first();
    expect(await story.innerText()).toMatch(/\d{4}-\d\d-\d\dT/);
    // The near misses, and the case of the closest.
    await page.getByRole('heading', { name: /near miss/ }).waitFor();
    const near = page.getByRole('listitem').filter({ hasText: 'could handle it, only dublin may' }).first();
    const link = near.getByRole('button');
    const name = await link.innerText();
    await link.click();
    await page
      .getByRole('article')
      .getByRole('heading', { name: new RegExp(`^${name}$`, 'i') })
      .waitFor();
  });

  it('shows the first issues of a text in which everything is wrong, and how many there are', async () => {
    open = await studio.open({ fragment: fragment('failover', { view: 'edit', until: '1 h' }) });
    const { page } = open;
    await rootOf(page);
    await page.getByText('✓ Valid').waitFor();
    const rows = Array.from({ length: 300 }, (_, i) => `  c${i}: { country: DE, entity: none }`);
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await page.getByRole('textbox', { name: /The scenario as YAML/ }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`meridian: 1\nname: huge\ncentres:\n${rows.join('\n')}\n`);
    await page.getByText(/^✕ 6\d\d things are wrong/).waitFor();
    await page.getByRole('heading', { name: 'Changes that cannot be read yet' }).waitFor();
    const items = page.locator('.issues').getByRole('listitem');
    expect(await items.count()).toBe(201);
    expect(await items.last().innerText()).toMatch(/^and 4\d\d more$/);
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByText('✓ Valid').waitFor();
  });

  it('can be used by keyboard alone', async () => {
    open = await studio.open({ fragment: fragment('failover') });
    const { page } = open;
    await rootOf(page);
    const press = async (name: string | RegExp) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        const text = (await focused.count()) === 0 ? '' : await focused.innerText().catch(() => '');
        if (typeof name === 'string' ? text.trim() === name : name.test(text))
          return page.keyboard.press('Enter');
      }
      throw new Error(`${name} was not reached`);
    };
    await press('Cases');
    await page.getByRole('region', { name: 'Cases', exact: true }).waitFor();
    const cases = page.getByRole('row').getByRole('button');
    await cases.first().waitFor();
    const last = (await page.locator('.ran').textContent())?.match(/([\d,]+) cases/)?.[1];
    for (let i = 0; (await page.locator('.case-list:focus').count()) === 0; i++) {
      expect(i).toBeLessThan(60);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('End');
    await expect.poll(() => cases.last().innerText()).toBe(String(Number(last?.replace(/,/g, '')) - 1));
    await press(/^\d+$/);
    await page
      .getByRole('article')
      .getByRole('heading', { name: /^Case \d+/ })
      .waitFor();
  });

  it('has room for every column of the tables beside the map at 390 px, however many countries a region has', async () => {
    open = await studio.open({ fragment: fragment('css-2014', { until: '1 h', view: 'world' }), width: 390 });
    const { page } = open;
    await rootOf(page);
    await page.getByText('Waiting customers, cases on their way, live copies').click();
    await page.getByRole('columnheader', { name: 'Customers in' }).waitFor();
    expect(await page.getByText('United States of America').count()).toBeGreaterThan(0);
    const wide = `[...document.querySelectorAll('.centre-table table')]
      .filter((table) => table.getBoundingClientRect().right > table.parentElement.getBoundingClientRect().right)
      .map((table) => table.caption.textContent)`;
    expect(await page.evaluate(wide)).toEqual([]);
  });

  it('folds what a choice leaves without a case, so that a phone shows the rest on five screens', async () => {
    open = await studio.open({
      fragment: fragment('css-2014', { until: '1 day', view: 'service' }),
      width: 390,
      height: 844,
    });
    const { page } = open;
    await rootOf(page);
    await showPart(page, 'Groups');
    await page.getByRole('button', { name: 'Premier Support with storage in the EEA' }).click();
    const rest = page.getByText('8 more without a case', { exact: true }).first();
    await rest.waitFor();
    const others = page.getByRole('button', { name: 'Americas, default plan' });
    expect(await others.count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(5 * 844);
    await rest.click();
    await others.click();
    await page.getByRole('button', { name: /Americas, default plan/, pressed: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Hospitals, by residents of the EEA' }).count()).toBe(1);
  });

  it('cuts nothing in the head of the page at 390 px, and needs less than 130 px for a target', async () => {
    open = await studio.open({
      fragment: fragment('css-2014', { until: '1 day', view: 'service' }),
      width: 390,
    });
    const { page } = open;
    await rootOf(page);
    const heads = `[...document.querySelectorAll('.head-bar > *')].filter((one) => one.clientWidth > 0)
      .map((one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right, one.scrollWidth - one.clientWidth])`;
    const found = await page.evaluate<[left: number, right: number, cut: number][]>(heads);
    expect(found.length).toBeGreaterThan(3);
    found.forEach(([left, right, cut], i) => {
      expect(cut).toBe(0);
      expect(left).toBeGreaterThanOrEqual(found[i - 1]?.[1] ?? 0);
      expect(right).toBeLessThanOrEqual(390);
    });
    const heights = `[...document.querySelectorAll('.target-table tbody tr')].map((row) => row.clientHeight).filter((height) => height > 0)`;
    const rows = await page.evaluate<number[]>(heights);
    expect(rows.length).toBeGreaterThan(10);
    // A row may also have a name of two lines.
    expect(Math.max(...rows)).toBeLessThan(150);
    expect(rows.toSorted((one, other) => one - other)[Math.floor(rows.length / 2)]).toBeLessThan(130);
  });

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('has no axe findings in any view: %s, %i px', async (theme, width) => {
    // The system's setting differs from that of the page.
    const other = theme === 'light' ? 'dark' : 'light';
    open = await studio.open({ fragment: fragment('failover'), theme: other, width, reducedMotion: true });
    const { page } = open;
    await rootOf(page);
    const paper = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const papers = { light: 'rgb(251, 251, 249)', dark: 'rgb(15, 18, 21)' };
    expect(await paper()).toBe(papers[other]);
    const menu = page.getByRole('button', { name: 'Theme, guide, print' });
    expect(await page.getByRole('combobox', { name: 'Theme' }).count()).toBe(0);
    await menu.click();
    await page.getByRole('combobox', { name: 'Theme' }).selectOption(theme);
    expect(await accessibilityOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    await page.reload();
    await rootOf(page);
    expect(await paper()).toBe(papers[theme]);
    for (const view of VIEWS) {
      await show(page, view);
      if (view === 'Service') {
        await page.getByRole('heading', { name: 'How sure these figures are' }).waitFor();
        for (const part of ['Coverage', 'Waits', 'Groups', 'Week', 'Time'] as const) {
          await showPart(page, part);
          if (part === 'Waits') await page.getByText('Escalations and hand-overs').waitFor();
          if (part === 'Week') await page.getByText('Hour by hour').first().click();
          if (part === 'Time') await page.getByText('By day, as a table').click();
          await page.waitForTimeout(300);
          expect(await accessibilityOf(page), part).toEqual([]);
        }
        await page.getByRole('application', { name: /^Charts by hour/ }).focus();
        await page.keyboard.press('ArrowRight');
        await page
          .getByRole('status')
          .filter({ hasText: /, 01:00 UTC: mean arrivals \d/ })
          .waitFor();
      }
      if (view === 'Residency') await page.getByText('Evidence bundle (zip)').waitFor();
      if (view === 'Cases') {
        await page.getByRole('row').nth(2).getByRole('button').first().click();
        await page.getByRole('article').getByText('Its way through the life cycle').waitFor();
      }
      if (view === 'Edit') {
        await page.getByText('✓ Valid').waitFor();
        await page
          .getByRole('textbox', { name: /: begin$/ })
          .first()
          .waitFor();
      }
      if (view === 'Compare') {
        for (const question of ['Price of the promise', 'Staff for goals', 'Sweep']) {
          await page.getByRole('button', { name: question }).click();
          await page.getByRole('button', { name: /^(Find the (price|staff)|Run the sweep)$/ }).waitFor();
          expect(await accessibilityOf(page), question).toEqual([]);
        }
      }
      expect(await accessibilityOf(page), view).toEqual([]);
      // Nothing overflows the page sideways, not even on the smallest phones.
      for (const narrow of [width, 320]) {
        await page.setViewportSize({ width: narrow, height: 900 });
        const overhang = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overhang, `${view} at ${narrow} px`).toBe(0);
        if (narrow < 600) {
          // One line of controls.
          const { height = 0 } = (await page.getByRole('banner').boundingBox()) ?? {};
          expect(height, `header of ${view} at ${narrow} px`).toBeLessThan(60);
          expect(await cutTexts(page), `${view} at ${narrow} px`).toEqual([]);
        }
      }
      await page.setViewportSize({ width, height: 900 });
    }
  });
});

describe('hostile texts in a scenario', () => {
  it('are shown as plain text', async () => {
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const path = 'scenarios/german-night/scenario.yaml';
    const text = readFileSync(join(ROOT, path), 'utf8')
      .replace(/^title: .*$/m, `title: '${hostile}'`)
      .replace(/title: [A-Z][\w ]+(?=,)/g, `title: '${hostile}'`);
    expect(text.split(hostile).length).toBeGreaterThan(3);
    const library = {
      files: { [path]: text },
      scenarios: [{ name: 'german-night', title: hostile, path, bases: [], origin: 'shipped' }],
      initial: path,
    };
    const studio = await openStudio({ 'scenarios.json': JSON.stringify(library) });
    try {
      const { complaints, page, requests } = await studio.open();
      let alerts = 0;
      page.on('dialog', (dialog) => {
        alerts++;
        void dialog.dismiss();
      });
      await rootOf(page);
      for (const view of VIEWS) {
        await show(page, view);
        await page.waitForTimeout(300);
        expect(await page.locator('img[src="x"], main script').count(), view).toBe(0);
      }
      await show(page, 'World');
      await page.getByText('Waiting customers, cases on their way, live copies').click();
      await page.getByRole('rowheader', { name: hostile }).first().waitFor();
      expect(alerts).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => url.endsWith('/x'))).toEqual([]);
    } finally {
      await studio.close();
    }
  });
});
