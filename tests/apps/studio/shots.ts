import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStudio, rootOf } from './browser.ts';

/**
 * `npm run studio:shots`: every view at both sizes and in both themes, as PNG in `runs/studio-shots`, to be looked at. Arguments
 * choose views by name.
 */
const VIEWS: readonly { readonly name: string; readonly prepare: (page: Shot) => Promise<void> }[] = [
  {
    name: 'world',
    prepare: async (page) => {
      const slider = page.getByRole('slider', { name: 'Moment of the run' });
      await slider.fill(String(0.5634 * Number(await slider.getAttribute('max'))));
    },
  },
  { name: 'service', prepare: async () => {} },
  {
    name: 'cases',
    prepare: async (page) => {
      await page.getByRole('row').nth(3).getByRole('button').first().click();
      await page.getByRole('heading', { name: /^Case / }).waitFor();
    },
  },
  { name: 'residency', prepare: async () => {} },
  {
    name: 'compare',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Price of the promise' }).click();
      await page.getByRole('heading', { name: 'The price of residency' }).waitFor();
    },
  },
  {
    name: 'edit',
    prepare: async (page) => {
      await page.getByText('a scenario').first().waitFor();
    },
  },
];
type Shot = Awaited<ReturnType<Awaited<ReturnType<typeof openStudio>>['open']>>['page'];

const SIZES = [
  { name: 'wide', width: 1280, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const FOLDER = join('runs', 'studio-shots');
const [scenario = 'css-2014', ...wanted] = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
const studio = await openStudio();
for (const theme of ['light', 'dark'] as const) {
  const fields = new URLSearchParams({ scenario: `scenarios/${scenario}/scenario.yaml` });
  const { complaints, page } = await studio.open({ fragment: fields.toString(), theme });
  page.setDefaultTimeout(180_000);
  await rootOf(page);
  for (const { name, prepare } of VIEWS) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('button', { name: new RegExp(name, 'i') })
      .click();
    await prepare(page);
    for (const { height, name: size, width } of SIZES) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(600);
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-${theme}.png`), fullPage: true });
    }
  }
  if (complaints.length > 0) process.stderr.write(`${complaints.join('\n')}\n`);
  await page.context().close();
}
await studio.close();
