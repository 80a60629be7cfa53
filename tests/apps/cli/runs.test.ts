import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridianWith } from './cli.ts';

describe('kept runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-runs-'));
  const scenario = join(ROOT, 'scenarios/first-steps');
  const run = (...options: string[]) =>
    meridianWith([], ['run', scenario, '--until', '1 day', ...options], folder);

  beforeAll(() => {
    expect(run('--seed', 'a').code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps an earlier run with other options next to the new one, and says where', () => {
    const { code, err } = run('--seed', 'b');
    expect(code).toBe(0);
    expect(err).toMatch(
      /the earlier run, with other options, is kept in runs\/first-steps\.earlier\/[0-9a-f]{8}/,
    );
    expect(readdirSync(join(folder, 'runs/first-steps.earlier'))).toHaveLength(1);
  });

  it('replaces a run of the same scenario and options silently', () => {
    const { err } = run('--seed', 'b');
    expect(err).not.toContain('earlier');
    expect(readdirSync(join(folder, 'runs/first-steps.earlier'))).toHaveLength(1);
  });

  it('says if it replaces a run with other options in a named folder', () => {
    run('--seed', 'a', '--out', 'named');
    expect(run('--seed', 'b', '--out', 'named').err).toContain(
      'an earlier run with other options was in named, and is replaced',
    );
    expect(readdirSync(folder)).not.toContain('named.earlier');
  });

  it('lists them, with targets and promises', () => {
    const { code, out } = meridianWith([], ['runs'], folder);
    expect(code).toBe(0);
    const [head, ...rows] = out.trim().split('\n');
    expect(head).toMatch(/^Run +Made \(UTC\) +Seed +Targets/);
    expect(rows).toHaveLength(2);
    const found = JSON.parse(meridianWith([], ['runs', '--json'], folder).out) as {
      seed: string;
      folder: string;
    }[];
    expect(found.map(({ seed }) => seed).sort()).toEqual(['a', 'b']);
    expect(found.find(({ seed }) => seed === 'b')?.folder).toBe('runs/first-steps');
  });

  it('refuses a folder that does not exist', () => {
    const { code, err } = meridianWith([], ['runs', 'nowhere'], folder);
    expect(code).toBe(2);
    expect(err).toContain('there is no folder nowhere');
  });
});
