import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startStudioServer } from '../../src/apps/shared/studio/studio-server.ts';
import { newFolder } from '../apps/cli/cli.ts';
import { type FuzzKind, numbersFrom } from './fuzz-kind.ts';

/** Requests that break off, files that disappear, and foreign addresses, at a studio's server. */

const LARGE = 'large.js';
/** More than a socket accepts at once. */
const LARGE_BYTES = 1 << 23;
const PATHS = ['/', '/small.js', '/../fuzz.ts', '/%2e%2e/x.js', '/__proto__', '/a%zz.js', '/\u0000.js'];

interface Asked {
  readonly url: string;
  readonly path: string;
  readonly method: string;
  /** Whether the browser leaves when the answer begins. */
  readonly isAborted: boolean;
}

/** Status of the answer; null if the request was broken off. */
function ask({ isAborted, method, path, url }: Asked): Promise<number | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const asked = request({ hostname, port, method, path: encodeURI(path), agent: false }, (response) => {
      if (isAborted) {
        response.destroy();
        resolve(null);
      } else {
        response.resume();
        response.on('close', () => resolve(response.statusCode ?? 0));
      }
    });
    asked.on('error', () => resolve(null));
    asked.end();
  });
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

async function attack(runs: number, seed: number): Promise<readonly string[]> {
  const folder = newFolder();
  const below = numbersFrom(seed);
  const failures: string[] = [];
  const write = () => writeFileSync(join(folder, LARGE), Buffer.alloc(LARGE_BYTES, ' '));
  write();
  writeFileSync(join(folder, 'index.html'), 'page');
  writeFileSync(join(folder, 'small.js'), '0');
  const { close, url } = await startStudioServer(folder, 0);
  try {
    const whole = { url, path: `/${LARGE}`, method: 'GET', isAborted: false };
    if ((await ask(whole)) !== 200) failures.push('the file is not served at first');
    const before = descriptors();
    const attacks = [
      () => ask({ ...whole, isAborted: true }),
      async () => {
        rmSync(join(folder, LARGE), { recursive: true });
        const status = await ask(whole);
        if (status !== 404) failures.push(`a file that is gone gives ${status}`);
        write();
      },
      async () => {
        rmSync(join(folder, LARGE), { recursive: true });
        mkdirSync(join(folder, LARGE));
        const status = await ask(whole);
        if (status !== 500) failures.push(`a folder in the place of a file gives ${status}`);
        rmSync(join(folder, LARGE), { recursive: true });
        write();
      },
      async () => {
        const path = PATHS[below(PATHS.length)] as string;
        await ask({ url, path, method: below(2) === 0 ? 'GET' : 'HEAD', isAborted: below(2) === 0 });
      },
    ];
    for (let i = 0; i < runs; i++) await attacks[below(8) < 5 ? 0 : 1 + below(3)]?.();
    if ((await ask(whole)) !== 200) failures.push('the server answers no more');
    for (let i = 0; i < 100 && descriptors() > before; i++) await setTimeout(20);
    const left = descriptors() - before;
    if (left > 0) failures.push(`${left} files are still open after ${runs} requests (seed ${seed})`);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
  return failures;
}

export const studio: FuzzKind = {
  title: 'the studio’s server, by requests that break off and files that disappear',
  run: async (runs, seed) => ({ runs, failures: await attack(runs, seed) }),
};
