import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programOf } from '../../programs.ts';
import { ROOT } from '../../running.ts';
import { newFolder } from '../cli/cli.ts';
import { fragment, openStudio, rootOf, watched } from '../studio/browser.ts';

const folder = join(newFolder(), 'pages');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** `npm run pages -- <folder>` without the build, which was made before the tests. */
function writePages(): ReturnType<typeof spawnSync> {
  const script = 'src/apps/site/build/write-pages.ts';
  return spawnSync('node', ['--import', 'tsx', script, folder], { cwd: ROOT, encoding: 'utf8' });
}

/** A file server that knows nothing of Meridian: files below a path, with their types, and no other header. */
function serve(below: string): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const path = join(folder, decodeURI(url.slice(below.length)).replace(/[?#].*/, '') || 'index.html');
    const isThere = url.startsWith(below) && existsSync(path) && statSync(path).isFile();
    response.writeHead(isThere ? 200 : 404, { 'Content-Type': TYPES[extname(path)] ?? 'text/plain' });
    response.end(isThere ? readFileSync(path) : 'nothing');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe('the folder with studio and site', () => {
  const below = '/people/our-desk/';
  let server: Server;
  let address = '';

  beforeAll(async () => {
    expect(writePages().status).toBe(0);
    server = await serve(below);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${below}`;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it('holds what the studio serves, and is replaced; another folder is left alone', () => {
    const served = readdirSync(join(ROOT, 'dist/studio'), { recursive: true }).toSorted();
    expect(
      readdirSync(folder, { recursive: true })
        .filter((name) => name !== '.nojekyll')
        .toSorted(),
    ).toEqual(served);
    writeFileSync(join(folder, 'stray.txt'), '');
    expect(writePages().status).toBe(0);
    expect(readdirSync(folder)).not.toContain('stray.txt');
    const other = spawnSync('node', ['--import', 'tsx', 'src/apps/site/build/write-pages.ts', 'docs'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('docs holds something else')]);
  });

  it('works below a path of any server: a shared link gives the same run, and the guide opens', async () => {
    const link = fragment('german-night', { seed: 'a link', until: '6 h', view: 'service' });
    const studio = await openStudio();
    const opened = await studio.open({ fragment: link });
    const root = await rootOf(opened.page);
    await studio.close();
    const browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const { complaints, requests } = watched(page);
      await page.goto(`${address}#${link}`);
      expect(await rootOf(page)).toBe(root);
      await page.getByRole('button', { name: 'Theme, guide, print' }).click();
      await page.getByRole('link', { name: 'Guide' }).click();
      await page.getByRole('searchbox').fill('backlog');
      await page.locator('.found a').first().click();
      await page.waitForURL(/\.html/);
      expect(page.url().startsWith(`${address}docs/`)).toBe(true);
      expect(complaints).toEqual([]);
      for (const request of requests) expect(request.startsWith(address), request).toBe(true);
    } finally {
      await browser.close();
    }
  });
});
