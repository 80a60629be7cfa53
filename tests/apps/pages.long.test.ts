import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programOf } from '../programs.ts';
import { AXE_FINDINGS } from './axe-findings.ts';
import { makePage, pagesOfCommands } from './pages.ts';

/** Every page that a command leaves, in a browser: by the rules of axe, and on a narrow screen. */
const { folder, pages } = pagesOfCommands();

/** Run in the page: tables outside figures that are wider than their box, so that a reader has to scroll sideways. */
const WIDE_TABLES = `[...document.querySelectorAll('section div.scroll, section details > table')]
  .filter((box) => box.closest('figure') === null && box.querySelector('svg') === null)
  .filter((box) => (box.closest('details')?.open ?? true) && box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.getAttribute('aria-label') ?? box.textContent.slice(0, 60))`;

/** Run in the page: words of charts that reach beyond their figure. Charts that scroll sideways do not count. */
const BEYOND = `[...document.querySelectorAll('svg text')]
  .filter((words) => {
    const [own, figure] = [words, words.closest('figure, section')].map((one) => one.getBoundingClientRect());
    return words.closest('.scroll') === null && own.width > 0 && (own.left < figure.left || own.right > figure.right);
  })
  .map((words) => words.textContent)`;

/** Run in the page: words of charts that are too small to be read, px. */
const SMALL = `[...document.querySelectorAll('svg text')]
  .filter((words) => words.closest('.scroll') === null && words.textContent !== '')
  .map((words) => words.getScreenCTM().a * parseFloat(getComputedStyle(words).fontSize))
  .filter((size) => size > 0 && size < 9)`;

/** Run in the page: names of cells in folded rows that stand left of their cell, where nobody sees them. */
const LOST_NAMES = `[...document.querySelectorAll('.folding td[data-head]')]
  .filter((cell) => {
    const name = getComputedStyle(cell, '::before');
    const isLost = parseFloat(getComputedStyle(cell).paddingLeft) + parseFloat(name.marginLeft) < 0;
    return cell.checkVisibility() && name.display !== 'none' && isLost;
  })
  .map((cell) => cell.dataset.head)`;

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

describe('a page', () => {
  it.each(pages)('$page has no axe findings, and fits 390 and 1280 px', async (made) => {
    makePage(made);
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(pathToFileURL(join(folder, made.page)).href);
    await page.evaluate(axe.source);
    await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(AXE_FINDINGS), colorScheme).toEqual([]);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await page.evaluate(WIDE_TABLES)).toEqual([]);
    expect(await page.evaluate(BEYOND)).toEqual([]);
    expect(await page.evaluate(LOST_NAMES)).toEqual([]);
    expect(await page.evaluate(SMALL)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 844 });
    expect(await page.evaluate(WIDE_TABLES)).toEqual([]);
    expect(await page.evaluate(SMALL)).toEqual([]);
    await page.close();
  });
});
