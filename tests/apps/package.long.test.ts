import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newKeyFile } from '../evidence/small-bundle.ts';
import { ROOT } from '../running.ts';
import { newFolder } from './cli/cli.ts';

describe('the packed package', () => {
  it('installs and runs elsewhere', () => {
    const folder = newFolder();
    const packed = execFileSync(
      'npm',
      ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'package.json'), '{ "name": "elsewhere", "private": true }');
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, packed.trim())], {
      cwd: elsewhere,
    });
    cpSync(join(elsewhere, 'node_modules/meridian/scenarios/first-steps'), join(elsewhere, 'first-steps'), {
      recursive: true,
    });
    const npx = (...args: string[]) =>
      execFileSync('npx', ['meridian', ...args], { cwd: elsewhere, encoding: 'utf8' });

    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(npx('--version').trim()).toBe(version);
    expect(npx('validate', 'first-steps')).toContain('is valid');
    expect(npx('run', 'first-steps')).toMatch(/Clean: \d+ of 26 tested\. 0\s+violations in [\d,]+ checks/);
    expect(npx('audit', 'runs/first-steps')).toMatch(
      /Clean: \d+ of 26 tested\. 0\s+violations in [\d,]+ checks/,
    );
    npx('bundle', 'runs/first-steps', '--key', newKeyFile());
    const verified = execFileSync('npx', ['meridian-verify', 'runs/first-steps.bundle'], {
      cwd: elsewhere,
      encoding: 'utf8',
    });
    expect(verified).toContain('byte for byte');
    // Large packages that few users need are not installed with it.
    const query = spawnSync('npx', ['meridian', 'query', 'runs/first-steps', 'SELECT 1'], {
      cwd: elsewhere,
      encoding: 'utf8',
    });
    expect(query.status).toBe(2);
    expect(query.stderr).toContain('npm install @duckdb/node-api@');
    const cluster = spawnSync('npx', ['meridian', 'worker', '--redis', 'redis://127.0.0.1:1'], {
      cwd: elsewhere,
      encoding: 'utf8',
    });
    expect(cluster.status).toBe(2);
    expect(cluster.stderr).toContain('npm install bullmq@');
  });
});
