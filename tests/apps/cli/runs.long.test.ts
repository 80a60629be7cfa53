import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
      'an earlier run with other options in named was replaced',
    );
    expect(readdirSync(folder)).not.toContain('named.earlier');
  });

  it('lists them, with targets and promises', () => {
    const { code, out } = meridianWith([], ['runs'], folder);
    expect(code).toBe(0);
    const [head, ...rows] = out.trim().split('\n');
    expect(head).toMatch(/^Run +Kind +Made \(UTC\) +Seed +Targets/);
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
    expect(err).toContain('folder nowhere does not exist');
  });
});

describe('results of experiments that are kept', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-results-'));
  const scenario = join(ROOT, 'scenarios/first-steps');
  const often = (...options: string[]) =>
    meridianWith(
      [],
      ['run', scenario, '--until', '6 h', '--replications', '2', '--threads', '1', ...options],
      folder,
    );
  const earlier = 'runs/first-steps-replications.earlier';

  beforeAll(() => {
    expect(often('--seed', 'a').code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps an earlier result with other options beside the new one, and says where', () => {
    const before = readFileSync(join(folder, 'runs/first-steps-replications/estimates.json'), 'utf8');
    const { code, err } = often('--seed', 'b');
    expect(code).toBe(0);
    expect(err).toMatch(
      /the earlier result, with other options, is kept in runs\/first-steps-replications\.earlier\/[0-9a-f]{8}/,
    );
    const [kept = ''] = readdirSync(join(folder, earlier));
    expect(readFileSync(join(folder, earlier, kept, 'estimates.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'runs')).sort()).toEqual([
      'first-steps-replications',
      'first-steps-replications.earlier',
    ]);
  });

  it('replaces a result of the same options without a word, also when it is asked for again after others', () => {
    expect(often('--seed', 'b').err).not.toContain('earlier');
    expect(readdirSync(join(folder, earlier))).toHaveLength(1);
    expect(often('--seed', 'a').err).toContain('is kept in');
    expect(readdirSync(join(folder, earlier))).toHaveLength(2);
  });

  it('says that it replaces a result with other options in a folder that is named', () => {
    often('--seed', 'a', '--out', 'named');
    expect(often('--seed', 'b', '--out', 'named').err).toContain(
      'an earlier result with other options in named was replaced',
    );
    expect(readdirSync(folder)).not.toContain('named.earlier');
  });

  it('keeps what a process has left that was killed between the two renames', () => {
    const place = join(folder, 'runs/first-steps-replications');
    const aside = join(folder, 'runs/.first-steps-replications.replaced');
    cpSync(place, aside, { recursive: true });
    const file = join(aside, 'estimates.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": "a"', '"seed": "c"'));
    expect(often('--seed', 'a').code).toBe(0);
    expect(readdirSync(join(folder, earlier))).toHaveLength(3);
    expect(existsSync(aside)).toBe(false);
  });

  it('lists them among the runs, with their kind and seed', () => {
    const { code, out } = meridianWith([], ['runs', '--json'], folder);
    expect(code).toBe(0);
    const found = JSON.parse(out) as { folder: string; kind: string; seed: string }[];
    expect(found.map(({ kind }) => kind)).toEqual(found.map(() => 'replications'));
    expect(found.map(({ seed }) => seed).sort()).toEqual(['a', 'b', 'c', 'a'].sort());
    expect(meridianWith([], ['runs'], folder).out).toMatch(/^Run +Kind +Made/);
  });
});
