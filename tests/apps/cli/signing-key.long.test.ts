import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `meridian statement`, killed at its n-th write; 0: not at all. */
function statement(config: string, n: number) {
  const hook = join(ROOT, 'tests/fuzz/faulty-disk.cjs');
  const main = join(ROOT, 'dist/apps/cli/main.js');
  const args = ['statement', join(folder, 'run'), '--customer', 'standard-us', '--out', join(folder, 'out')];
  return spawnSync('node', ['--require', hook, main, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, XDG_CONFIG_HOME: config, MERIDIAN_DISK: n === 0 ? 'count' : `kill:${n}` },
  });
}

describe('a signing key that is made for the first time', () => {
  it('is complete or absent if the command is killed: the next one makes it', () => {
    const run = ['run', 'scenarios/first-steps', '--until', '1 h', '--quiet', '--out', join(folder, 'run')];
    expect(meridian(...run).code).toBe(0);
    // The first statement leaves indices next to the ledger, so later ones make the same writes each time.
    expect(statement(join(folder, 'config-0'), 0).status).toBe(0);
    let killed = 0;
    for (let n = 1; n < 20; n++) {
      const config = join(folder, `config-${n}`);
      mkdirSync(config);
      expect(statement(config, n).signal).toBe('SIGKILL');
      const key = join(config, 'meridian/evidence-key.pem');
      if (!existsSync(join(config, 'meridian'))) continue;
      killed++;
      const isThere = existsSync(key);
      const again = statement(config, 0);
      expect(again.status, again.stderr).toBe(0);
      if (isThere) break;
    }
    expect(killed).toBeGreaterThan(1);
  });
});
