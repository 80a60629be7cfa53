import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type StudioServer, startStudioServer } from '../../../src/apps/studio/server/studio-server.ts';
import { ROOT } from '../../running.ts';

/** A real browser for the studio's tests, where this machine has one. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser's program: named by MERIDIAN_CHROMIUM, on the PATH, or where playwright has put one; null where there is none. */
export function findBrowser(): string | null {
  const named = process.env.MERIDIAN_CHROMIUM;
  if (named !== undefined && named !== '') return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
  if (onPath !== undefined) return onPath;
  const own = chromium.executablePath();
  return existsSync(own) ? own : null;
}

export const BROWSER = findBrowser();
/** Said by every test that is skipped for want of one. */
export const NO_BROWSER = 'no Chromium on this machine: set MERIDIAN_CHROMIUM, or install one';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What has not come by then does not come, ms: also on a machine with much else to do. */
const WAIT_MS = 20_000;

export interface OpenStudio {
  readonly server: StudioServer;
  readonly browser: Browser;
  /** Opens a page, and keeps what it asks for and complains of. */
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
}

export interface StudioPage {
  readonly page: Page;
  /** Errors of the console, exceptions, and violations of the policy. */
  readonly complaints: string[];
  /** Addresses that were asked for. */
  readonly requests: string[];
}

export async function openStudio(extra: Readonly<Record<string, string>> = {}): Promise<OpenStudio> {
  if (BROWSER === null) throw new Error(NO_BROWSER);
  const server = await startStudioServer(join(ROOT, 'dist/studio'), 0, extra);
  const browser = await chromium.launch({ executablePath: BROWSER, headless: true, args: FLAGS });
  return {
    server,
    browser,
    async open({ fragment = '', height = 900, reducedMotion = false, theme = 'light', width = 1280 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        acceptDownloads: true,
      });
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(`${server.url}${fragment === '' ? '' : `#${fragment}`}`);
      return { page, complaints, requests };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Waits until the run is over, and gives the root that is shown. */
export async function rootOf(page: Page): Promise<string> {
  const root = page.locator('#root');
  await root.waitFor({ timeout: 120_000 });
  return (await root.textContent()) ?? '';
}
