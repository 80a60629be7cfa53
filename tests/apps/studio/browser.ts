import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type StudioServer, startStudioServer } from '../../../src/apps/shared/studio/studio-server.ts';
import { programOf } from '../../programs.ts';
import { ROOT } from '../../running.ts';
import { startTrace } from './processor-time.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Time limit for waiting, ms; long enough for a busy machine. */
const WAIT_MS = 20_000;

export interface OpenStudio {
  readonly server: StudioServer;
  readonly browser: Browser;
  /** Opens a page, and records its requests and errors. */
  open(options?: PageOptions): Promise<StudioPage>;
  close(): Promise<void>;
}

export interface PageOptions {
  /** What follows `#` in the address. */
  readonly fragment?: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** Whether its tasks are timed from the start: see `processor-time.ts`. */
  readonly isTraced?: boolean;
  /** Run in the page before its own scripts. */
  readonly script?: string;
}

export interface StudioPage {
  readonly page: Page;
  /** Errors of the console, exceptions, and violations of the policy. */
  readonly complaints: string[];
  /** Addresses that were requested. */
  readonly requests: string[];
}

export async function openStudio(extra: Readonly<Record<string, string>> = {}): Promise<OpenStudio> {
  const server = await startStudioServer(join(ROOT, 'dist/studio'), 0, extra);
  const browser = await chromium.launch({
    executablePath: programOf('browser'),
    headless: true,
    args: FLAGS,
  });
  return {
    server,
    browser,
    async open(options = {}) {
      const { fragment = '', height = 900, isTraced = false, width = 1280 } = options;
      const { reducedMotion = false, script, theme = 'light' } = options;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        acceptDownloads: true,
      });
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      if (script !== undefined) await page.addInitScript(script);
      if (isTraced) await startTrace(browser, page);
      const { complaints, requests } = watched(page);
      await page.goto(`${server.url}${fragment === '' ? '' : `#${fragment}`}`);
      return { page, complaints, requests };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Lists, from now on, what the page complains of and asks for. */
export function watched(page: Page): { readonly complaints: string[]; readonly requests: string[] } {
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}

/** Waits until the run is over. Returns its root, which a narrow screen has folded away. */
export async function rootOf(page: Page, mostMs = 120_000): Promise<string> {
  const root = page.locator('#root');
  await root.waitFor({ state: 'attached', timeout: mostMs });
  return (await root.textContent()) ?? '';
}

/** Waits until everything has been drawn and nothing is pending. */
export async function settled(page: Page): Promise<void> {
  const measure = () =>
    page.evaluate<string>('[document.body.scrollHeight, document.body.textContent.length].join()');
  let before = '';
  for (let same = 0; same < 4; ) {
    await page.waitForTimeout(250);
    const now = await measure();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

export const VIEWS = ['Overview', 'World', 'Service', 'Cases', 'Residency', 'Compare', 'Edit'] as const;

/** Shows a part of the service view. */
export async function showPart(
  page: Page,
  part: 'Targets' | 'Time' | 'Week' | 'Groups' | 'Coverage' | 'Waits',
): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Parts of Service' })
    .getByRole('button', { name: part, exact: true })
    .click();
}

/** Opens a scenario of the package by its name, from the menu of scenarios. */
export async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Scenario: / }).click();
  await page.getByRole('searchbox', { name: 'Search scenarios' }).fill(name);
  await page
    .locator('.menu-item')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
}

/** The part of an address that says what is run. */
export function fragment(name: string, more: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({ scenario: `scenarios/${name}/scenario.yaml`, ...more }).toString();
}

export function show(page: Page, view: (typeof VIEWS)[number] | 'Your log'): Promise<void> {
  return page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
}
