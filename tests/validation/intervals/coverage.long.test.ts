import { describe, expect, it } from 'vitest';
import { definite } from '#base';
import { COVERAGE_METHODS, type CoverageRow, isTooLow, measureCoverage } from './coverage.ts';
import { coverageTable } from './coverage-table.ts';
import { COVERED_MODELS } from './covered-models.ts';
import { coverPooled, POOLED_MODELS } from './pooled-quantiles.ts';
import { measureStopping, STOPPED_VALUES } from './stopping.ts';

/** The short version of `npm run validate:coverage`: few experiments and fixed seeds, which show coverage that is far too low. */
const SHORT = { methods: COVERAGE_METHODS, experiments: 10, seed: 'short', longRuns: [20_000], share: 0.6 };

describe.each(COVERED_MODELS.map((model) => [model.id, model] as const))('%s', (_, model) => {
  it('intervals cover the truth about as often as they claim', () => {
    const rows = measureCoverage(model, SHORT);
    expect(rows.map(({ measure }) => measure)).toContain('wait, 90 % within');
    expect(rows.length).toBe(6);
    expect(rows.filter(isTooLow)).toEqual([]);
    for (const { bias, halfWidth, measure, method } of rows) {
      expect(Math.abs(bias), `${method}: ${measure}`).toBeLessThan(halfWidth);
    }
  });
});

describe('replications that go on until an interval is short', () => {
  it('hold where one week in five is unlike the others', async () => {
    const weeks = definite(
      STOPPED_VALUES.find(({ id }) => id === 'two kinds of weeks'),
      'such values',
    );
    const row = await measureStopping(weeks, 0.07, 1500, 'weeks');
    expect(row.held / row.experiments).toBeGreaterThan(0.942);
    expect(row.plainHeld / row.experiments).toBeLessThan(0.88);
    expect(row.runs).toBeLessThan(60);
  });
});

describe('the verdict on a coverage', () => {
  const row = (held: number, isJudged = true): CoverageRow => ({
    model: 'M',
    method: 't',
    measure: 'mean wait',
    truth: 2,
    experiments: 400,
    held,
    isJudged,
    halfWidth: 0.1,
    bias: -0.01,
  });

  it('allows for chance, and no more', () => {
    expect(isTooLow(row(380))).toBe(false);
    // P(X ≤ 365) = 0.0011 and P(X ≤ 364) = 0.0006 of 400 at 95 %; of 10, P(X ≤ 6) = 0.0010 and P(X ≤ 5) = 0.0001.
    expect(isTooLow(row(365))).toBe(false);
    expect(isTooLow(row(364))).toBe(true);
    expect(isTooLow({ ...row(6), experiments: 10 })).toBe(false);
    expect(isTooLow({ ...row(5), experiments: 10 })).toBe(true);
    expect(isTooLow(row(400))).toBe(false);
    expect(isTooLow(row(300, false))).toBe(false);
  });

  it('is written as a table', () => {
    const table = coverageTable([row(380), row(300, false)]);
    expect(table).toContain('| −1.0 % | 380 of 400 | 95.0 % ± 2.1 % | holds |');
    expect(table).toContain('| 300 of 400 | 75.0 % ± 4.2 % | too short a run |');
    expect(table).toContain('2 intervals of 95.0 %: none too low.');
    expect(coverageTable([row(300)])).toMatch(/TOO LOW[\s\S]*: 1 too low/);
  });
});

describe('quantiles of all replications together', () => {
  it('have differences that hold in a busy queue as well', () => {
    const model = definite(
      POOLED_MODELS.find(({ id }) => id === 'M/M/1, load 90 %'),
      'such a model',
    );
    const rows = coverPooled(model, { experiments: 400, seed: 'medians', replications: [10], cases: [72] });
    const medians = rows.find(({ measure }) => measure === 'wait, 50 % within: paired difference');
    expect(medians?.experiments).toBe(400);
    expect((medians?.held ?? 0) / 400).toBeGreaterThanOrEqual(0.935);
  });

  const effort = { experiments: 150, seed: 'short', replications: [10], cases: [150] };

  it.each(POOLED_MODELS.map((model) => [model.id, model] as const))('cover the truth of %s', (_, model) => {
    const rows = coverPooled(model, effort);
    const measures = rows.map(({ measure }) => measure);
    // Differences of 95 % have an interval only where most of both do not wait.
    expect(measures.slice(0, 5)).toEqual(
      [50, 90, 95]
        .flatMap((percent) => [`wait, ${percent} % within`, `wait, ${percent} % within: paired difference`])
        .slice(0, 5),
    );
    expect(rows.filter(isTooLow)).toEqual([]);
    // Where all intervals are open above, none has a width.
    for (const { bias, halfWidth, measure } of rows.filter((row) => row.halfWidth > 0))
      expect(Math.abs(bias), measure).toBeLessThanOrEqual(Math.max(0.02, halfWidth / 3));
  });
});
