import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StudioServer, startStudioServer } from '../../../src/apps/shared/studio/studio-server.ts';
import { programOf } from '../../programs.ts';
import { ROOT } from '../../running.ts';
import { AXE_FINDINGS } from '../axe-findings.ts';

const STUDIO = join(ROOT, 'dist/studio');
const names = readdirSync(join(STUDIO, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.html'),
);
/** One page of each kind, for the rules of axe; every page is tried for its width. */
const KINDS = [
  'index.html',
  'learn/ten-minutes.html',
  'commands.html',
  'made/options.html',
  'made/invariants.html',
  'made/library.html',
  'src/scenario/FORMAT.html',
  'decisions/README.html',
];
/** Run in the page: whether what stands in an empty field has the colour of quiet text. */
const PLACEHOLDER = `(() => {
  const quiet = Object.assign(document.createElement('i'), { style: 'color: var(--soft)' });
  const colour = getComputedStyle(document.body.appendChild(quiet)).color;
  quiet.remove();
  return getComputedStyle(document.querySelector('input'), '::placeholder').color === colour;
})()`;
let browser: Browser;
let server: StudioServer;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
  server = await startStudioServer(STUDIO, 0);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function find(page: Page, words: string): Promise<readonly string[]> {
  await page.getByRole('searchbox').fill(words);
  await page.locator('.found a').first().waitFor();
  return page.locator('.found a').allInnerTexts();
}

describe('the pages of the site', () => {
  it('fit a screen of 390 px, all of them', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const wide: string[] = [];
    for (const name of names) {
      await page.goto(pathToFileURL(join(STUDIO, 'docs', name)).href, { waitUntil: 'domcontentloaded' });
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) wide.push(name);
    }
    expect(wide).toEqual([]);
    await page.close();
  });

  it.each([390, 1280])('show the declarations of the library whole on %i px', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    await page.goto(pathToFileURL(join(STUDIO, 'docs/made/library.html')).href);
    const cut = `[...document.querySelectorAll('main pre')].filter((code) => code.scrollWidth > code.clientWidth).length`;
    expect(await page.evaluate(cut)).toBe(0);
    await page.close();
  });

  it('head every column of the decisions', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(STUDIO, 'docs/decisions/README.html')).href);
    expect(await page.locator('thead th').allInnerTexts()).toEqual(['Number', 'Decision']);
    await page.close();
  });

  it.each(KINDS)('%s has no axe findings, in light and dark, wide and narrow', async (name) => {
    for (const width of [1280, 390]) {
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      await page.goto(pathToFileURL(join(STUDIO, 'docs', name)).href);
      await page.evaluate(axe.source);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(AXE_FINDINGS), `${width} ${colorScheme}`).toEqual([]);
        // Of placeholders axe knows nothing.
        expect(await page.evaluate(PLACEHOLDER), `${width} ${colorScheme}`).toBe(true);
      }
      await page.close();
    }
  });

  it('are searched without a network, opened as files or served', async () => {
    for (const address of [
      pathToFileURL(join(STUDIO, 'docs/do/add-a-centre.html')).href,
      `${server.url}docs/`,
    ]) {
      const page = await browser.newPage();
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(address);
      expect((await find(page, 'exit codes'))[0]).toContain('Exit codes');
      expect((await find(page, 'no night shft')).length).toBeGreaterThan(0);
      await page.getByRole('searchbox').fill('R15 erasure');
      await expect.poll(() => page.locator('.found a').first().innerText()).toContain('R15');
      await page.getByRole('searchbox').press('Enter');
      await page.waitForURL(/invariants\.html#r15/);
      const origin = address.startsWith('file:') ? 'file:' : server.url;
      expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
      await page.close();
    }
  });

  it('run the studio in a page, without a complaint', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}docs/made/studio.html`);
    const studio = page.frameLocator('iframe.studio');
    await studio.locator('.pills').getByText('Promises kept').waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    await page.close();
  });
});
