import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { subsetsOf } from '#base';
import {
  askedOf,
  createLocalExecutor,
  explainChange,
  measureNamed,
  type ReplicationRecord,
  replicate,
} from '#experiment';
import { shapleyValues } from '../../src/experiment/comparison/explained-change.ts';
import { ROOT, sha256 } from '../running.ts';
import { parseText, scenarioOf } from '../scenario/parsing.ts';
import { mmc } from '../validation/theory.ts';

describe('Shapley values', () => {
  it('are the effects themselves where effects add up', () => {
    const effects = [3, -1, 0.5];
    const values = subsetsOf(3).map((taken) => [
      taken.reduce((sum, isTaken, part) => sum + (isTaken ? (effects[part] ?? 0) : 0), 10),
    ]);
    shapleyValues(values, 3).forEach(([value = Number.NaN], part) => {
      expect(value).toBeCloseTo(effects[part] ?? 0, 12);
    });
  });

  it('are those of the game of gloves: one left and two right ones, a pair is worth 1', () => {
    const values = subsetsOf(3).map(([left, one, other]) => [
      left === true && (one === true || other === true) ? 1 : 0,
    ]);
    const [left = [], one = [], other = []] = shapleyValues(values, 3);
    expect(left[0]).toBeCloseTo(2 / 3, 12);
    expect(one[0]).toBeCloseTo(1 / 6, 12);
    expect(other[0]).toBeCloseTo(1 / 6, 12);
  });

  it('of a part without any effect are 0, and of parts with the same effect are equal', () => {
    const values = subsetsOf(4).map(([a, b, c]) => [
      (a === true ? 1 : 0) * (b === true ? 1 : 0) + (c === true ? 2 : 0),
    ]);
    const [a = [], b = [], c = [], d = []] = shapleyValues(values, 4);
    expect([a[0], b[0], c[0], d[0]]).toEqual([0.5, 0.5, 2, 0]);
  });
});

function record(scenario: number, replication: number, value: number | null): ReplicationRecord {
  const contributions = { 'service level': value === null ? null : { numerator: value, denominator: 1 } };
  return { scenario, replication, contributions, isUnstable: false };
}

describe('an explained change', () => {
  const named = measureNamed('service level', []);
  if (!named.ok) throw new Error(named.problem);
  const measures = [named.value];

  it('adds up to the change in the mean, and in each replication', () => {
    const values = [
      [0.9, 0.8, 0.85],
      [0.7, 0.75, 0.8],
      [0.95, 0.9, 0.9],
      [0.6, 0.7, 0.5],
    ];
    const records = values.map((all, s) => all.map((value, r) => record(s, r, value)));
    const [found] = explainChange(measures, 2, records, 0.9);
    const sum = (found?.parts ?? []).reduce((total, { mean }) => total + mean, 0);
    expect(sum).toBeCloseTo(found?.change?.mean ?? Number.NaN, 12);
    expect(found?.change?.mean).toBeCloseTo((0.6 + 0.7 + 0.5 - 0.9 - 0.8 - 0.85) / 3, 12);
    // Two parts and the change hold together with 90 %.
    expect(found?.change?.level).toBeCloseTo(1 - 0.1 / 3, 12);
    expect(found?.before?.mean).toBeCloseTo(0.85, 12);
  });

  it('is not split where a scenario in between observed nothing', () => {
    const records = [0.9, null, 0.8, 0.7].map((value, s) => [record(s, 0, value), record(s, 1, value)]);
    const [found] = explainChange(measures, 2, records, 0.95);
    expect(found).toMatchObject({ change: null, parts: [] });
    expect(found?.after?.mean).toBeCloseTo(0.7, 12);
  });
});

describe('an explained change of M/M/50', () => {
  it('is what the formula of Erlang gives for volume, handle time and staff', async () => {
    const text = readFileSync(join(ROOT, 'scenarios/bench-mmc/scenario.yaml'), 'utf8');
    const [was, is] = [
      { lambda: 45, mu: 1, c: 50 },
      { lambda: 44, mu: 1 / 1.05, c: 51 },
    ];
    const at = (taken: readonly boolean[]) => ({
      lambda: (taken[0] === true ? is : was).lambda,
      mu: (taken[1] === true ? is : was).mu,
      c: (taken[2] === true ? is : was).c,
    });
    const between = subsetsOf(3).map(at);
    const expected = shapleyValues(
      between.map((rates) => [60 * mmc(rates).meanWait]),
      3,
    ).map(([value]) => value ?? Number.NaN);
    const scenarios = between.map(({ c, lambda, mu }) => {
      const changed = text
        .replace('rate: 45/min', `rate: ${lambda}/min`)
        .replace('agents: 50', `agents: ${c}`)
        .replaceAll('exponential 1 min', `exponential ${60 / mu} s`);
      return scenarioOf(parseText(changed)).scenario;
    });
    const wait = measureNamed('speed of answer', []);
    if (!wait.ok) throw new Error(wait.problem);
    const executor = createLocalExecutor(sha256);
    await executor.begin(scenarios, askedOf([wait.value]));
    const stopping = { minimum: 6, maximum: 6, precision: null, measures: [] };
    const { records } = await replicate(
      { measures: scenarios.map(() => [wait.value]), seed: 'change', level: 0.99, stopping },
      executor,
      { known: [], add: () => {} },
      { isInterrupted: () => false, done: () => {} },
    );
    const [found] = explainChange([wait.value], 3, records, 0.99);
    expect(found?.parts).toHaveLength(3);
    found?.parts.forEach(({ halfWidth, mean }, part) => {
      expect(
        Math.abs(mean - (expected[part] ?? Number.NaN)),
        `part ${part}: ${mean} ± ${halfWidth}`,
      ).toBeLessThan(halfWidth);
    });
  });
});
