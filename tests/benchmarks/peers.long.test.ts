import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMmc } from '../../benchmarks/peers/mmc-simjs.ts';
import { runSkills } from '../../benchmarks/peers/skills-simjs.ts';
import { buildTwin, type Twin } from '../../benchmarks/whole-run/build.ts';
import { estimate, standardErrorOf, Z_MAX } from '../../benchmarks/whole-run/estimates.ts';
import { MODEL_SPECS, type ModelSpec } from '../../benchmarks/whole-run/model-specs.ts';

/** Checks that the peers simulate the same models. A race against another program would say nothing. */
const ROOT = join(import.meta.dirname, '../..');
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

function expectStatistics({ statistics }: ModelSpec, run: (seed: number) => Record<string, number>): void {
  const results = SEEDS.map(run);
  for (const statistic of statistics) {
    const values = results.map((result) => result[statistic.id] ?? Number.NaN);
    const { mean, z } = estimate(values, standardErrorOf([values]), statistic);
    const about = `${statistic.id} ${mean}, expected ${statistic.expected}, seeds ${SEEDS.join(' ')}`;
    expect(Math.abs(z), about).toBeLessThanOrEqual(Z_MAX);
    // Not merely so noisy that anything would pass.
    expect(Math.abs(mean / statistic.expected - 1), about).toBeLessThan(0.15);
  }
}

describe('the simjs peers', () => {
  it('give the statistics of M/M/50', () => {
    expectStatistics(MODEL_SPECS.mmc, (seed) => runMmc(100_000, seed));
  });

  it('give the statistics of skill-based routing, with 2.195 model events per case', () => {
    let events = 0;
    expectStatistics(MODEL_SPECS.skills, (seed) => {
      const result = runSkills(20, seed);
      events += (result.events ?? 0) / (result.cases ?? 0) / SEEDS.length;
      return result;
    });
    expect(events).toBeCloseTo(2.1954, 2);
  });
});

describe('the C++ twins', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-twins-'));
  const twins = new Map<string, Twin>();
  beforeAll(async () => {
    for (const model of ['mmc', 'skills']) twins.set(model, await buildTwin(model, ROOT, folder));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (model: string, size: number, seed: number): Record<string, number> => {
    const twin = twins.get(model);
    if (twin === undefined || !('program' in twin)) throw new Error('no twin');
    const output = execFileSync(twin.program, [String(size), String(seed)], { encoding: 'utf8' });
    return JSON.parse(output) as Record<string, number>;
  };
  const hasCompiler = (model: string) => 'program' in (twins.get(model) ?? {});

  it('give the statistics of M/M/50', ({ skip }) => {
    if (!hasCompiler('mmc')) skip();
    expectStatistics(MODEL_SPECS.mmc, (seed) => run('mmc', 500_000, seed));
  });

  it('give the statistics of skill-based routing, and print the resources that they used', ({ skip }) => {
    if (!hasCompiler('skills')) skip();
    expectStatistics(MODEL_SPECS.skills, (seed) => run('skills', 100, seed));
    const { cases = 0, events = 0, cpu_s = 0, loop_s = 0, peak_mb = 0 } = run('skills', 100, 11);
    expect(events / cases).toBeCloseTo(2.1954, 2);
    // The same unit. On a crowded machine the loop waits for its turn.
    expect(cpu_s).toBeGreaterThan(0.05 * loop_s);
    expect(peak_mb).toBeGreaterThan(1);
    expect(peak_mb).toBeLessThan(20);
  });
});
