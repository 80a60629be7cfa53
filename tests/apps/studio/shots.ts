import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { filesOfArchive } from '../../../src/apps/studio/worker/files/archive.ts';
import { LIST_MAPPING, simulatedList } from '../../calibration/simulated-log.ts';
import { shortThreeCentres } from '../../calibration/three-centres.ts';
import { fragment, openStudio, rootOf, settled, show, showPart, type VIEWS } from './browser.ts';

/**
 * `npm run studio:shots [scenario] [picture …]`: writes every view at both sizes and in both themes as PNG to `runs/studio-shots`, to be
 * looked at. Arguments after the scenario choose pictures by how their names begin.
 */
interface Picture {
  readonly name: string;
  readonly view: (typeof VIEWS)[number] | 'Your log';
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** What the picture needs of the scenario, and how to find it in the view. Where it is missing, the picture is left out. */
  readonly needs?: { readonly what: string; readonly isThere: (page: Page) => Promise<boolean> };
}

const CENTRES = 'By centre of the first answer';

function centresOf(page: Page): Locator {
  return page.getByRole('region', { name: CENTRES }).locator('button[aria-pressed]');
}

async function isEnabled(button: Locator): Promise<boolean> {
  return (await button.count()) > 0 && (await button.isEnabled());
}

const [scenario = 'css-2014', ...wanted] = process.argv.slice(2);
const FREE = 'css-2014-unrestricted';
/** The centre that a picture looks at: the fifth, or the last. */
const CENTRE = 4;
const WAIT_MS = 240_000;
const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const FOLDER = join('runs', 'studio-shots');

const SWEEP = `meridian-sweep: 1
scenario: .
design: grid
replications: 3
until: 2 days
vary:
  agents in Bangalore's first line:
    path: centres.bangalore.groups.first-line.shifts.around.agents
    values: 3..7 step 1
`;

/** The questions to a log, in the order of the view: each picture builds on the one before. */
const LOG_PICTURES: readonly Picture[] = [
  { name: 'log-empty', view: 'Your log' },
  {
    name: 'log-read',
    view: 'Your log',
    prepare: async (page) => {
      const desk = Buffer.from(simulatedList(shortThreeCentres('10 days')));
      const file = { name: 'desk.csv', mimeType: 'text/csv', buffer: desk };
      await page.getByRole('region', { name: 'The log' }).locator('input[type=file]').setInputFiles(file);
      await page.getByText('The mapping as a file').click();
      await page.getByRole('textbox', { name: 'Mapping' }).fill(LIST_MAPPING);
      await page.getByRole('button', { name: 'Read the log by this mapping' }).click();
      await page.getByRole('heading', { name: /every row could be read/ }).waitFor();
    },
  },
  {
    name: 'log-scenario',
    view: 'Your log',
    prepare: async (page) => {
      await page.getByRole('region', { name: 'A scenario from the log' }).getByRole('button').click();
      await page.getByRole('heading', { name: /^Calibration from/ }).waitFor();
    },
  },
  {
    name: 'log-kept-out',
    view: 'Your log',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Test it on days kept out' }).click();
      await page.getByRole('button', { name: 'Compare with what happened' }).click();
      await page.getByText('cases that the scenario was not made from').waitFor();
    },
  },
  {
    name: 'log-backlog',
    view: 'Your log',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Run from today’s backlog' }).click();
      await page.getByRole('button', { name: 'Find the open cases' }).click();
      await page.getByRole('button', { name: 'Run from these cases' }).waitFor();
    },
  },
];

/** Runs and their pictures, in this order: a picture may build on the one before. */
const RUNS: readonly { readonly address: string; readonly pictures: readonly Picture[] }[] = [
  {
    address: fragment(scenario),
    pictures: [
      { name: 'overview', view: 'Overview' },
      {
        name: 'world',
        view: 'World',
        prepare: async (page) => {
          const slider = page.getByRole('slider', { name: 'Moment of the run' });
          await slider.fill(String(0.5634 * Number(await slider.getAttribute('max'))));
        },
      },
      {
        name: 'world-outage-in-europe',
        view: 'World',
        needs: {
          what: 'an outage',
          isThere: (page) => isEnabled(page.getByRole('button', { name: 'Next outage' })),
        },
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Next outage' }).click();
          await page.getByRole('combobox', { name: 'Look at' }).selectOption('Europe');
        },
      },
      { name: 'service', view: 'Service' },
      ...(['Time', 'Week', 'Groups', 'Coverage', 'Waits'] as const).map((part) => ({
        name: `service-${part.toLowerCase()}`,
        view: 'Service' as const,
        prepare: (page: Page) => showPart(page, part),
      })),
      {
        name: 'service-stretch',
        view: 'Service',
        prepare: async (page) => {
          await showPart(page, 'Groups');
          await page.getByRole('spinbutton', { name: 'From hour' }).fill('96');
          await page.getByRole('spinbutton', { name: 'To hour' }).fill('168');
          await page
            .getByRole('region', { name: 'By segment' })
            .getByRole('button')
            .nth(2)
            .click({ timeout: 2000 })
            .catch(() => {});
        },
      },
      {
        name: 'service-centre',
        view: 'Service',
        needs: {
          what: 'several centres',
          isThere: async (page) => {
            await showPart(page, 'Groups');
            return (await centresOf(page).count()) > 1;
          },
        },
        prepare: async (page) => {
          const chosen = page.getByRole('region', { name: 'By segment' }).locator('[aria-pressed="true"]');
          if ((await chosen.count()) > 0) await chosen.click();
          const centres = centresOf(page);
          await centres.nth(Math.min(CENTRE, (await centres.count()) - 1)).click();
          await showPart(page, 'Time');
          await page.getByText(/^Queue of .* \(mean over the hour\)$/).waitFor();
        },
      },
      {
        name: 'cases',
        view: 'Cases',
        prepare: async (page) => {
          await page.getByRole('combobox', { name: 'Order' }).selectOption('handOvers');
          await page.getByRole('button', { name: 'Largest first' }).click();
          await page.waitForTimeout(2000);
          await page.getByRole('row').nth(3).getByRole('button').first().click();
          await page.getByRole('button', { name: 'Explain every routing decision' }).click();
          await page.getByRole('heading', { name: /routing decisions?$/ }).waitFor();
        },
      },
      { name: 'residency', view: 'Residency' },
      {
        name: 'compare',
        view: 'Compare',
        prepare: async (page) => {
          const until = page.getByRole('textbox', { name: 'Until' }).last();
          await until.fill('2 days');
          await page.getByRole('spinbutton', { name: 'Replications' }).fill('4');
          await page.getByRole('spinbutton', { name: 'Replications' }).blur();
          await page
            .getByRole('combobox', { name: 'Baseline' })
            .selectOption(`scenarios/${FREE}/scenario.yaml`);
          await page
            .getByRole('combobox', { name: 'Compare with' })
            .selectOption('scenarios/css-2014-drill/scenario.yaml');
          await page.getByRole('button', { name: 'Compare', exact: true }).last().click();
          await page.getByRole('heading', { name: 'Differences over all cases' }).waitFor();
        },
      },
      {
        name: 'compare-price',
        view: 'Compare',
        needs: {
          what: 'a promise that restricts something',
          isThere: (page) => isEnabled(page.getByRole('button', { name: 'Price of the promise' })),
        },
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Price of the promise' }).click();
          await page.getByRole('textbox', { name: 'Until' }).last().fill('2 days');
          await page.getByRole('spinbutton', { name: 'Replications' }).fill('4');
          await page.getByRole('spinbutton', { name: 'Replications' }).blur();
          await page.getByRole('checkbox', { name: /^Find the staff/ }).uncheck();
          await page.getByRole('button', { name: 'Find the price' }).click();
          await page.getByRole('heading', { name: 'The price', exact: true }).waitFor();
        },
      },
      {
        name: 'edit',
        view: 'Edit',
        prepare: (page) => page.getByText('✓ Valid').waitFor(),
      },
      {
        name: 'edit-error',
        view: 'Edit',
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Text', exact: true }).click();
          await page.getByRole('textbox', { name: /The scenario as YAML/ }).click();
          await page.keyboard.press('Control+Home');
          await page.keyboard.type('horizons: 3 days\nseed: [1, 2]\n');
          await page.getByText(/things? (is|are) wrong/).waitFor();
        },
      },
    ],
  },
  {
    address: fragment('three-centres', { until: '2 days' }),
    pictures: [
      {
        name: 'compare-staff',
        view: 'Compare',
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Staff for goals', exact: true }).click();
          await page.getByRole('textbox', { name: 'Until' }).last().fill('2 days');
          await page.getByRole('spinbutton', { name: 'Replications' }).fill('3');
          await page.getByRole('spinbutton', { name: 'Replications' }).blur();
          await page.getByRole('button', { name: 'Find the staff' }).click();
          await page.getByRole('heading', { name: 'Agents by shift' }).waitFor();
        },
      },
      {
        name: 'compare-sweep',
        view: 'Compare',
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Sweep', exact: true }).click();
          await page.getByRole('textbox', { name: /^The sweep/ }).fill(SWEEP);
          await page.getByRole('button', { name: 'Run the sweep' }).click();
          await page.getByRole('heading', { name: 'All points' }).waitFor();
        },
      },
    ],
  },
  {
    address: fragment(FREE, { until: '1 day' }),
    pictures: [
      {
        name: 'compare-change',
        view: 'Compare',
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Explain a change', exact: true }).click();
          await page.getByRole('textbox', { name: 'Until' }).last().fill('1 day');
          await page.getByRole('spinbutton', { name: 'Replications' }).fill('3');
          await page.getByRole('spinbutton', { name: 'Replications' }).blur();
          await page
            .getByRole('combobox', { name: 'After' })
            .selectOption('scenarios/css-2014/scenario.yaml');
          await page.getByRole('button', { name: 'Explain the change' }).click();
          await page.getByRole('heading', { name: 'Why it moved' }).waitFor();
        },
      },
    ],
  },
  { address: fragment('first-steps', { until: '1 day' }), pictures: LOG_PICTURES },
  {
    address: fragment('css-2014-drill', { until: '1 day', breach: 'store-outside' }),
    pictures: [
      {
        name: 'world-violation',
        view: 'World',
        prepare: (page) => page.getByRole('button', { name: 'Next violation' }).click(),
      },
      {
        name: 'residency-violation',
        view: 'Residency',
      },
    ],
  },
  {
    address: fragment('failover', { until: '12 h' }),
    pictures: [
      {
        name: 'residency-proof',
        view: 'Residency',
        prepare: async (page) => {
          await page.getByRole('button', { name: 'Prove' }).click();
          await page.getByText(/transitions were explored/).waitFor();
        },
      },
      {
        name: 'residency-tampered',
        view: 'Residency',
        prepare: async (page) => {
          const [download] = await Promise.all([
            page.waitForEvent('download'),
            page.getByRole('button', { name: 'Evidence bundle (zip)' }).click(),
          ]);
          await page.getByLabel('Choose files').setInputFiles({
            name: 'bundle.zip',
            mimeType: 'application/zip',
            buffer: tampered(readFileSync(await download.path())),
          });
          await page.getByRole('alert').filter({ hasText: 'Refused' }).waitFor();
        },
      },
    ],
  },
];

/** The archive with one byte of its ledger changed. Its files are stored uncompressed, so the byte can be found. */
function tampered(zip: Buffer): Buffer {
  const ledger = filesOfArchive(zip)?.find(({ path }) => path === 'ledger/ledger.bin')?.bytes;
  const at = ledger === undefined ? -1 : zip.indexOf(ledger.subarray(0, 4000));
  if (at === -1) throw new Error('the bundle has no ledger');
  const changed = Buffer.from(zip);
  changed[at + 2000] = (changed[at + 2000] as number) ^ 1;
  return changed;
}

mkdirSync(FOLDER, { recursive: true });
const studio = await openStudio();
for (const theme of ['light', 'dark'] as const) {
  for (const { address, pictures } of RUNS) {
    const chosen = pictures.filter(
      ({ name }) => wanted.length === 0 || wanted.some((begin) => name.startsWith(begin)),
    );
    if (chosen.length === 0) continue;
    const { complaints, page } = await studio.open({ fragment: address, theme });
    page.setDefaultTimeout(WAIT_MS);
    await rootOf(page);
    for (const { name, needs, prepare, view } of chosen) {
      const [{ height, width }] = SIZES;
      await page.setViewportSize({ width, height });
      await show(page, view);
      await settled(page);
      if (needs !== undefined && !(await needs.isThere(page))) {
        process.stdout.write(`${theme}: ${name} is left out, since it needs ${needs.what}\n`);
        continue;
      }
      await prepare?.(page);
      await page.mouse.move(0, 0);
      for (const size of SIZES) {
        await page.setViewportSize({ width: size.width, height: size.height });
        await settled(page);
        // Elements that stay visible while the page scrolls are captured where they first stand.
        await page.evaluate('scrollTo(0, 0)');
        await page.screenshot({ path: join(FOLDER, `${name}-${size.name}-${theme}.png`), fullPage: true });
      }
    }
    if (complaints.length > 0) process.stderr.write(`${complaints.join('\n')}\n`);
    await page.context().close();
  }
}
await studio.close();
