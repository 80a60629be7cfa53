import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOfUtf8 } from '#base';
import { Chronicle } from '../../../src/apps/studio/chronicle/chronicle.ts';
import { caseFile, tableFile } from '../../../src/apps/studio/worker/files/table-file.ts';
import type { OpenRun } from '../../../src/apps/studio/worker/run-scenario.ts';
import { loadScenario } from '../../running.ts';
import { fragment, type OpenStudio, openStudio, rootOf, show, showPart, VIEWS } from './browser.ts';
import { simulateInto } from './chronicling.ts';

const still = { signal: new AbortController().signal, progress() {}, async breathe() {} };

describe('a table as a file', () => {
  it('has exact values and units in CSV, and nothing that a spreadsheet would execute', async () => {
    const file = tableFile(
      {
        name: 'T',
        lines: ['not in CSV'],
        columns: [
          { head: 'Name', kind: 'text' },
          { head: 'Wait', kind: 'duration' },
          { head: 'Level', kind: 'percentage' },
          { head: 'Opened', kind: 'instant' },
        ],
        rows: [
          ['=1+1', 61.5, 0.958, Date.UTC(2014, 10, 4, 0, 5)],
          ['@a', null, -0.5, null],
          ['+b', 0, 1, null],
          ['-c, "d"', 0, 1, null],
        ],
      },
      'csv',
    );
    expect(file.type).toBe('text/csv;charset=utf-8');
    expect((await file.text()).split('\r\n')).toEqual([
      'name,wait_s,level,opened',
      `"'=1+1",61.5,0.958,2014-11-04T00:05:00.000Z`,
      `"'@a",,-0.5,`,
      `"'+b",0,1,`,
      `"'-c, ""d""",0,1,`,
      '',
    ]);
  });

  it('of cases has all that were found, in their order', async () => {
    const scenario = loadScenario('german-night');
    const chronicle = new Chronicle(scenario);
    simulateInto(chronicle, scenario);
    const run = { chronicle, scenario } as unknown as OpenRun;
    const file = await caseFile(run, Uint32Array.of(7, 3), { format: 'csv', lines: [] }, still);
    const [heads = '', ...rows] = (await file.text()).trimEnd().split('\r\n');
    expect(heads).toMatch(/^case_number,opened,customer,segment,.*,wait_s,took_s,.*,outcome$/);
    expect(rows.map((row) => row.split(',')[0])).toEqual(['7', '3']);
    const many = new Uint32Array(100_001);
    const refused = caseFile(run, many, { format: 'xlsx', lines: [] }, still);
    await expect(refused).rejects.toThrow('100001 cases are too many for a workbook');
  });
});

describe('the tables of the studio', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  const saved = async (page: Page, button: Locator) => {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  /** The button that saves a table, in the menu of its table. */
  const inMenu = async (page: Page, table: string | RegExp, format: string) => {
    const name =
      typeof table === 'string'
        ? `Save “${table}” as ${format}`
        : new RegExp(`^Save “${table.source}.* as ${format}$`);
    const button = page.getByRole('button', { name, includeHidden: true });
    const menu = page.locator('.menu').filter({ has: button });
    await menu.getByRole('button').first().click();
    return button;
  };
  const rowsOf = (csv: Buffer) => csv.toString('utf8').trimEnd().split('\r\n');

  it('are saved with exact values, and with what they are of', async () => {
    const { complaints, page } = await studio.open({
      fragment: fragment('german-night', { view: 'service' }),
    });
    await rootOf(page);
    await showPart(page, 'Groups');
    const table = page.getByRole('region', { name: 'By segment' });
    // Several channels have no common wait.
    expect(await table.getByRole('columnheader').allInnerTexts()).not.toContain('Median');
    await page.getByRole('region', { name: 'By channel' }).getByRole('button', { name: 'phone' }).click();
    await page.getByRole('button', { name: 'Remove: phone' }).waitFor();
    const csv = await saved(page, await inMenu(page, 'By segment', 'CSV'));
    expect(csv.name).toBe('german-night-by-segment.csv');
    const [heads, first = ''] = rowsOf(csv.bytes);
    expect(heads).toBe(
      'segment,arrived,answered,gave_up,mean_queue,service_level,mean_wait_s,median_s,90_percent_s,95_percent_s,occupancy',
    );
    const cells = first.split(',');
    expect(cells[0]).toBe('Premier Support with storage in the EEA');
    const shown = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    expect(cells[1]).toBe(shown[0]);
    expect(`${(Number(cells[5]) * 100).toFixed(1)} %`).toBe(shown[4]);
    expect(cells[5]?.length).toBeGreaterThan(7);
    const workbook = await saved(page, page.getByRole('button', { name: 'Save “By segment” as XLSX' }));
    expect(workbook.name).toBe('german-night-by-segment.xlsx');
    const sheet = textOfUtf8(unzipSync(workbook.bytes)['xl/worksheets/sheet1.xml'] as Uint8Array);
    expect(sheet).toContain('A German night with Dublin down (german-night), seed 1104, root ');
    expect(sheet).toContain('Only: phone');
    expect(sheet).toContain(`<v>${cells[5]}</v>`);
    // Of the whole run, whatever is chosen.
    await showPart(page, 'Coverage');
    const sun = await saved(page, await inMenu(page, /Agents busy/, 'XLSX'));
    const ofSun = textOfUtf8(unzipSync(sun.bytes)['xl/worksheets/sheet1.xml'] as Uint8Array);
    expect(ofSun).toContain('seed 1104');
    expect(ofSun).not.toContain('Only: phone');

    await show(page, 'Cases');
    const cases = await saved(page, page.getByRole('button', { name: 'Save these cases as CSV' }));
    const arrived = Number.parseInt(
      await page.getByRole('status').filter({ hasText: ' of 616 cases' }).innerText(),
      10,
    );
    expect(rowsOf(cases.bytes)).toHaveLength(arrived + 1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('can all be saved, in every view', async () => {
    const { page } = await studio.open({ fragment: fragment('failover', { until: '12 h' }) });
    await rootOf(page);
    let found = 0;
    const count = async (what: string) => {
      await page.waitForTimeout(300);
      // The week of the editor is a form, and is saved with the text.
      const tables = page.locator('main table:not(.case-list table, .folds table, .week-grid table)');
      const tools = page.locator('main .table-tools [aria-label^="Save “"][aria-label$="CSV"]');
      const untold = async () => (await tables.count()) - (await tools.count());
      await expect.poll(untold, { message: what }).toBe(0);
      found += await tables.count();
    };
    for (const view of VIEWS) {
      await show(page, view);
      if (view === 'Service')
        for (const part of ['Time', 'Week', 'Groups', 'Coverage', 'Waits'] as const) {
          await showPart(page, part);
          if (part === 'Waits') await page.getByText('Escalations and hand-overs').waitFor();
          await count(part);
        }
      await count(view);
    }
    expect(found).toBeGreaterThan(12);
    await page.context().close();
  });
});
