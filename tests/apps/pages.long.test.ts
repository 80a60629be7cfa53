import { generateKeyPairSync } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_DAY, madeCounts } from '../calibration/made-series.ts';
import { programOf } from '../programs.ts';
import { ROOT } from '../running.ts';
import { meridian, newFolder } from './cli/cli.ts';

/** Every page that a command leaves, in a browser: by the rules of axe, and on a narrow screen. */
const folder = newFolder();
const at = (name: string) => join(folder, name);
const TWICE = ['--replications', '2'];
const SHORT = ['--until', '1 day', ...TWICE];
const SWEEP = `meridian-sweep: 1
scenario: first-steps
until: 1 day
vary:
  agents: { path: centres.dublin.groups.*.shifts.*.agents, values: 2..6 step 2 }
  demand: { path: segments.*.customers.*.rate, times: [0.8, 1] }
`;

/** The commands that make the pages, in this order: some read what an earlier one has made. */
const PAGES: readonly { readonly page: string; readonly made: readonly string[] }[] = [
  { page: 'run/report.html', made: ['run', 'scenarios/german-night', '--out', at('run')] },
  { page: 'often/estimates.html', made: ['run', 'scenarios/three-centres', ...SHORT, '--out', at('often')] },
  {
    page: 'compare/comparison.html',
    made: [
      'compare',
      'scenarios/three-centres',
      'scenarios/three-centres/no-night.yaml',
      ...[...SHORT, '--out', at('compare')],
    ],
  },
  {
    page: 'change/change.html',
    made: [
      'explain-change',
      'scenarios/three-centres',
      'scenarios/three-centres/no-night.yaml',
      ...[...SHORT, '--out', at('change')],
    ],
  },
  { page: 'price/price.html', made: ['price', 'scenarios/german-night', ...SHORT, '--out', at('price')] },
  {
    page: 'staff/staff.html',
    made: ['staff', 'scenarios/bench-mmc', '--until', '4 h', '--replications', '2', '--out', at('staff')],
  },
  {
    page: 'sweep/sweep.html',
    made: ['sweep', at('sweep.yaml'), ...TWICE, '--out', at('sweep')],
  },
  {
    page: 'sensitivity/sensitivity.html',
    made: ['sensitivity', at('sweep.yaml'), ...TWICE, '--out', at('sensitivity')],
  },
  {
    page: 'proof/proof.html',
    made: ['prove', 'scenarios/german-night', '--breach', 'store-outside', '--out', at('proof')],
  },
  { page: 'bundle/report.html', made: ['bundle', at('run'), '--key', at('key.pem'), '--out', at('bundle')] },
  {
    page: 'statement/statement.html',
    made: ['statement', at('bundle'), '--customer', 'premier/DE/24', '--out', at('statement')],
  },
  {
    page: 'next-weeks/forecast.html',
    made: [
      ...['forecast', at('counts.csv'), '--ahead', '14d', '--scenario', at('first-steps'), '--runs', '10'],
      ...['--out', at('next-weeks')],
    ],
  },
];

/** Run in the page: the rules that are broken, and where. */
const FINDINGS = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(' ')))`;

/** Run in the page: tables outside figures that are wider than their box, so that a reader has to scroll sideways. */
const WIDE_TABLES = `[...document.querySelectorAll('section div.scroll, section details > table')]
  .filter((box) => box.closest('figure') === null && box.querySelector('svg') === null)
  .filter((box) => (box.closest('details')?.open ?? true) && box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.getAttribute('aria-label') ?? box.textContent.slice(0, 60))`;

let browser: Browser;
beforeAll(async () => {
  cpSync(join(ROOT, 'scenarios/first-steps'), at('first-steps'), { recursive: true });
  writeFileSync(at('sweep.yaml'), SWEEP);
  const { counts } = madeCounts({ seed: 'page', days: 140, level: 80, drift: 0.01, busy: 0.05 });
  const rows = counts.map(
    (count, day) =>
      `${new Date((FIRST_DAY + day) * 864e5).toISOString().slice(0, 10)},premier-de,phone,${count}`,
  );
  writeFileSync(at('counts.csv'), ['date,segment,channel,cases', ...rows].join('\n'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

describe('a page', () => {
  it.each(PAGES)(
    '$page has no axe findings, and fits 390 px',
    async ({ made, page: file }) => {
      const { code, err } = meridian(...made);
      expect([0, 1], err).toContain(code);
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await page.goto(pathToFileURL(at(file)).href);
      await page.evaluate(axe.source);
      await page.evaluate(
        'for (const folded of document.querySelectorAll("section details")) folded.open = true',
      );
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(FINDINGS), colorScheme).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(await page.evaluate(WIDE_TABLES)).toEqual([]);
      await page.close();
    },
    60_000,
  );
});
