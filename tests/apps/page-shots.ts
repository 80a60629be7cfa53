import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { programOf } from '../programs.ts';
import { makePage, pagesOfCommands } from './pages.ts';

/** `npm run pages:shots`: writes every page that a command leaves as PNG to `runs/page-shots`, wide and narrow, light and dark. */
const FOLDER = join('runs', 'page-shots');
mkdirSync(FOLDER, { recursive: true });
const { folder, pages } = pagesOfCommands();
const browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
for (const made of pages) {
  makePage(made);
  for (const width of [1280, 390]) {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    await page.goto(pathToFileURL(join(folder, made.page)).href);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const name = made.page.replace('.html', '').replaceAll('/', '-');
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await page.close();
  }
}
await browser.close();
