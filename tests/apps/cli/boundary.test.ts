import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BoundaryStatement } from '#statements';
import { makeBundle } from '../../bundle/small-bundle.ts';
import { meridian, newFolder } from './cli.ts';

describe('meridian boundary', () => {
  it('simulates a scenario, begins with the answer, and writes three forms of it', () => {
    const out = join(newFolder(), 'statement');
    const made = meridian('boundary', 'scenarios/zurich-eea', '--until', '3 h', '--proof', '--out', out);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^No promise about places, people and legal bases was broken in this run/);
    const statement = JSON.parse(readFileSync(join(out, 'boundary.json'), 'utf8')) as BoundaryStatement;
    expect(statement.proof?.states).toBeGreaterThan(0);
    expect(readFileSync(join(out, 'boundary.md'), 'utf8')).toContain('can never rest outside the EEA');
    expect(readFileSync(join(out, 'boundary.html'), 'utf8')).toContain('can never rest outside the EEA');
  });

  it('gives the same sentences for a run and for its bundle', () => {
    const made = makeBundle('german-night', '3 h');
    const folder = newFolder();
    const [run, bundle] = [made.runFolder, made.folder].map((source, i) =>
      meridian('boundary', source, '--json', '--out', join(folder, String(i))),
    );
    expect(run?.code).toBe(0);
    expect(bundle?.out).toBe(run?.out);
  });

  it('exits with 1 if the boundary was broken, and says by what', () => {
    const out = join(newFolder(), 'statement');
    const broken = meridian(
      ...['boundary', 'scenarios/zurich-eea', '--until', '3 h', '--breach', 'store-outside', '--out', out],
    );
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(/^The boundary was broken in this run: Storage \(R1\)/);
    expect(broken.out).toContain('What was promised to stay inside: Broken:');
  });

  it('exits with 2 for what it cannot read, and writes nothing', () => {
    const out = join(newFolder(), 'statement');
    const made = makeBundle('german-night', '1 h');
    const wrong = [
      ['scenarios/zurich-eea', '--breach', 'nothing-of-the-kind'],
      ['scenarios/nowhere'],
      ['scenarios/zurich-eea', '--until', 'soon'],
      [made.folder, '--until', '1 h'],
      [made.runFolder, '--breach', 'store-outside'],
    ];
    for (const args of wrong) {
      const { code, err } = meridian('boundary', ...args, '--out', out);
      expect(code, args.join(' ')).toBe(2);
      expect(err.trim().split('\n').length, args.join(' ')).toBeGreaterThan(1);
    }
    expect(existsSync(out)).toBe(false);
  });
});
