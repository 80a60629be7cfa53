import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { workbookOf } from '../../caselog/making-workbooks.ts';
import { AXE_FINDINGS } from '../axe-findings.ts';
import { type OpenStudio, openStudio, settled } from './browser.ts';

/** The view of the user's log in a browser, from the file to a run from its open cases. */

const WAIT_MS = 240_000;
const CELLS = [
  ['Ticket', 'When', 'What'],
  ['a', '2024-01-15 09:00', 'New'],
  ['a', '2024-01-15 10:00', 'Closed'],
];

function give(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
  return page.getByRole('region', { name: 'The log' }).locator('input[type=file]').setInputFiles(file);
}

async function openLogView(page: Page): Promise<void> {
  page.setDefaultTimeout(WAIT_MS);
  await page.getByRole('main', { name: 'What to open' }).waitFor();
  await page.getByRole('button', { name: 'Your log' }).click();
}

/** Drags a file over the page, and drops it. Its zone looks another way meanwhile. */
async function drop(page: Page, path: string): Promise<void> {
  const ground = () =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('.zone')).backgroundColor`);
  const session = await page.context().newCDPSession(page);
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 200,
      y: 300,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  const still = await ground();
  await send('dragEnter');
  await send('dragOver');
  await expect.poll(ground).not.toBe(still);
  await send('drop');
}

describe('the view of the log', () => {
  let studio: OpenStudio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it.each([
    { width: 1280, height: 900, theme: 'light' },
    { width: 390, height: 844, theme: 'dark' },
  ] as const)(
    'leads from a file to a run from its open cases, without complaint, at $width pixels',
    async (size) => {
      const { complaints, page, requests } = await studio.open(size);
      const expectSound = async (state: string) => {
        await settled(page);
        await page.evaluate(axe.source);
        expect(await page.evaluate(AXE_FINDINGS), state).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), state).toBe(size.width);
        expect(complaints, state).toEqual([]);
      };
      await openLogView(page);
      await expectSound('no log');
      const dropped = join(mkdtempSync(join(tmpdir(), 'meridian-')), 'dropped.csv');
      writeFileSync(dropped, CELLS.map((row) => row.join(',')).join('\n'));
      await drop(page, dropped);
      await page.getByRole('heading', { name: /^dropped\.csv: / }).waitFor();
      await give(
        page,
        'two.xlsx',
        workbookOf({ rows: CELLS, sheets: [{ name: 'Tickets' }, { name: 'Notes' }] }),
      );
      await page.getByRole('heading', { name: 'two.xlsx: choose the sheet that has the cases' }).waitFor();
      await expectSound('a choice of sheets');
      await page.getByRole('combobox', { name: 'Sheet' }).selectOption('Tickets');
      await page.getByRole('heading', { name: 'two.xlsx: 1 case; every row could be read' }).waitFor();
      await give(page, 'bad.xlsx', Buffer.from('<html>'));
      await page.getByText(/web page or XML under the name of a workbook/).waitFor();
      await expectSound('a bad workbook');
      await give(page, 'desk.csv.gz', gzipSync(simulatedList(shortThreeCentres('10 days'))));
      await page.getByText('The mapping as a file').click();
      await page.getByRole('textbox', { name: 'Mapping' }).fill(LIST_MAPPING);
      await page.getByRole('button', { name: 'Read the log by this mapping' }).click();
      await page.getByRole('heading', { name: /every row could be read/ }).waitFor();
      await page.getByRole('button', { name: 'Run from today’s backlog' }).click();
      await page.getByText('Make a scenario from the log first').waitFor();
      await expectSound('no scenario yet');
      await page.getByRole('button', { name: 'Test it on days kept out' }).click();
      await page.getByRole('textbox', { name: 'Kept out from' }).fill('2025-03-12');
      await page.getByRole('button', { name: 'Compare with what happened' }).click();
      await page.getByText('cases that the scenario was not made from').waitFor();
      await expectSound('days kept out');
      await page.getByRole('button', { name: 'Make a scenario' }).first().click();
      await page.getByRole('region', { name: 'A scenario from the log' }).getByRole('button').click();
      await page.getByRole('heading', { name: /^Calibration from/ }).waitFor();
      await expectSound('a scenario');
      // A fold has the assumptions and the curves that fit; seven screens of a phone are enough.
      await page.getByText(/^\d+ assumptions in its place$/).waitFor();
      await page.getByText(/^Show \d+ curves? that (is|are) at most \d\.\d points away$/).waitFor();
      expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(7 * 844);
      await page.getByRole('button', { name: 'Run from today’s backlog' }).click();
      await page.getByRole('button', { name: 'Find the open cases' }).click();
      await page.getByRole('button', { name: 'Run from these cases' }).waitFor();
      await expectSound('open cases');
      await page.getByRole('button', { name: 'Run from these cases' }).click();
      await page.getByText(/^Open at the start: \d+ cases/).waitFor();
      await page.getByText(/^Runs start from/).waitFor();
      await expectSound('a run from open cases');
      await page.getByRole('button', { name: /^Remove: \d+ open cases/ }).click();
      await expect.poll(() => page.getByText(/^Runs start from/).count()).toBe(0);
      expect(requests.filter((address) => !address.startsWith(studio.server.url))).toEqual([]);
      await page.close();
    },
  );

  it('survives a file in gzip that becomes more rows than a page can hold', async () => {
    const rows = gzipSync('a,2024-01-15 09:00,New\n'.repeat(1_000_000), { level: 9 });
    const bomb = Buffer.concat([gzipSync('Ticket,When,What\n'), ...Array.from({ length: 40 }, () => rows)]);
    const { complaints, page } = await studio.open();
    await openLogView(page);
    await give(page, 'bomb.csv.gz', bomb);
    await page.getByText(/the log has more than 5,000,000 rows/).waitFor();
    await give(page, 'good.xlsx', workbookOf({ rows: CELLS }));
    await page.getByRole('heading', { name: 'good.xlsx: 1 case; every row could be read' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
