import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryWith } from '../../../src/apps/shared/studio/open-studio.ts';
import { type StudioServer, startStudioServer } from '../../../src/apps/shared/studio/studio-server.ts';
import { ROOT } from '../../running.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; path?: string } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const { headers = {}, method = 'GET', path = '/' } = options;
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('meridian studio', () => {
  const MAIN = join(ROOT, 'dist/apps/cli/main.js');
  const run = (...args: readonly string[]) =>
    spawn(process.execPath, [MAIN, 'studio', '--no-open', ...args], { cwd: ROOT });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its address, serves the given scenario first, and ends at %s',
    async (signal) => {
      const program = run('scenarios/failover', '--port', '0');
      const url = await new Promise<string>((resolve) => {
        let out = '';
        program.stdout.on('data', (piece: Buffer) => {
          out += piece.toString();
          const found = /http:\S+/.exec(out)?.[0];
          if (found !== undefined && out.includes('Nothing leaves')) resolve(found);
        });
      });
      const library = JSON.parse((await ask(url, { path: '/scenarios.json' })).body) as {
        initial: string;
        scenarios: { name: string }[];
      };
      expect(library.initial).toBe('scenarios/failover/scenario.yaml');
      expect(library.scenarios[0]?.name).toBe('failover');
      expect(library.scenarios.filter(({ name }) => name === 'failover').length).toBe(1);
      const ended = new Promise((resolve) => program.on('exit', resolve));
      program.kill(signal);
      expect(await ended).toBe(0);
    },
  );

  it('offers the scenarios of a folder, with what extends them, and opens its own at once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'studio-'));
    try {
      const shipped = JSON.parse(readFileSync(join(ROOT, 'dist/studio/scenarios.json'), 'utf8'));
      expect(shipped.initial).toBeNull();
      const write = (path: string, text: string) => {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      };
      const text = readFileSync(join(ROOT, 'scenarios/german-night/scenario.yaml'), 'utf8');
      write('desk/scenario.yaml', text);
      write('desk/night.yaml', 'meridian: 1\nextends: ./scenario.yaml\nname: night\ntitle: Night\n');
      write('desk/sweep.yaml', 'meridian-sweep: 1\nscenario: .\n');
      write('big-desk/scenario.yaml', 'meridian: 1\nextends: ../desk\nname: big\ntitle: Big\n');
      write('other/scenario.yaml', text.replace(/^name: .*$/m, 'name: other'));
      const own = (name: string) => {
        const { initial, scenarios } = libraryWith(shipped, join(folder, name));
        const names = scenarios.filter(({ origin }) => origin === 'served').map(({ name: one }) => one);
        return [initial?.slice(folder.length) ?? null, ...names];
      };
      expect(own('desk')).toEqual(['/desk/scenario.yaml', 'german-night', 'night', 'big']);
      expect(own('desk/night.yaml')).toEqual(['/desk/night.yaml', 'night', 'german-night', 'big']);
      expect(own('other')).toEqual(['/other/scenario.yaml', 'other']);
      // Several of the same standing: the page asks.
      expect(own('.')).toEqual([null, 'big', 'german-night', 'other']);
      const { files } = libraryWith(shipped, join(folder, 'big-desk'));
      expect(files[`${folder}/desk/scenario.yaml`]).toBe(text);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['a folder without a scenario', ['docs']],
    ['an invalid port', ['--port', 'x']],
    ['a missing scenario', ['scenarios/nowhere']],
  ])('exits with 2 for %s', async (_, args) => {
    expect(await new Promise((resolve) => run(...args).on('exit', resolve))).toBe(2);
  });
});

describe('the studio server', () => {
  let server: StudioServer;
  beforeAll(async () => {
    server = await startStudioServer(join(ROOT, 'dist/studio'), 0, {
      'scenarios.json': '{"of": "the test"}',
    });
  });
  afterAll(() => server.close());

  it('serves its own files, and given files in their place', async () => {
    const page = await ask(server.url);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<script type="module" src="studio.js">');
    expect((await ask(server.url, { path: '/scenarios.json' })).body).toBe('{"of": "the test"}');
    expect((await ask(server.url, { path: '/worker.js?again' })).status).toBe(200);
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/chunks',
    '/chunks/',
    '/nothing.js',
    '/__proto__',
  ])('serves nothing else: %s', async (path) => {
    expect((await ask(server.url, { path })).status).toBe(404);
  });

  it('accepts no other method, and no host name but those of this machine', async () => {
    expect((await ask(server.url, { method: 'POST' })).status).toBe(405);
    expect((await ask(server.url, { method: 'OPTIONS' })).status).toBe(405);
    expect((await ask(server.url, { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await ask(server.url, { headers: { host: 'localhost:1' } })).status).toBe(200);
  });

  it('lets no other origin read, and nothing run but its own files', async () => {
    const { headers } = await ask(server.url, { headers: { origin: 'https://evil.example' } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/);
  });

  it('carries the same policy in the page, for servers that send no headers', async () => {
    const { body } = await ask(server.url);
    const inPage = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(inPage).toContain("default-src 'none'");
    expect(inPage).toContain("script-src 'self';");
    expect(inPage).not.toMatch(/unsafe/);
    expect(body).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  });

  it('answers only on the loopback address', async () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);
    for (const { address } of others) {
      const elsewhere = server.url.replace('127.0.0.1', address);
      await expect(ask(elsewhere), address).rejects.toThrow(/ECONNREFUSED/);
    }
  });
});
