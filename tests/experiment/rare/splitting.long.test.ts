import { describe, expect, it } from 'vitest';
import { erlangB } from '../../validation/theory.ts';
import { queueWorld, split } from './queue-worlds.ts';
import { judgeRare, LOST_AT_6, LOST_AT_10, LOST_AT_15, type RareCase, SHORTER_WAIT } from './rare-cases.ts';

/** Within four standard errors of the exact value; the error is at most that share of it. */
function expectExact(rare: RareCase, runs: number, paths: number, share: number) {
  const { error, exact, mean, result } = judgeRare(rare, { runs, paths, seed: 'short' });
  expect(Math.abs(mean - exact), rare.title).toBeLessThan(4 * error);
  expect(error, rare.title).toBeLessThan(share * exact);
  return result;
}

describe('multilevel splitting', () => {
  it('finds the loss of M/M/10/10', () => {
    expectExact(LOST_AT_10, 8, 40, 0.5);
  });

  it('finds that of M/M/15/15, which is 1,500 times rarer, with a tenth of the work of crude simulation at most', () => {
    const { crude, estimate } = expectExact(LOST_AT_15, 8, 60, 1.5);
    expect(crude?.share).toBeLessThan(0.1);
    expect(estimate.mean).toBeGreaterThan(LOST_AT_15.exact / 5);
    expect(estimate.mean).toBeLessThan(LOST_AT_15.exact * 5);
  });

  it('finds how many wait longer than a minute in M/M/5', () => {
    expectExact(SHORTER_WAIT, 8, 40, 0.5);
  });

  it('has no bias through five levels', () => {
    const pilot = { levels: [4, 5, 6, 7, 8], fullNotices: 1, notices: 0, isEventReached: true };
    const world = queueWorld({ agents: 8, load: 3, lines: 8, warmUp: 7, counted: 3 });
    const plan = { event: 'each loss of all', paths: 20, runs: 80, seed: 'bias' };
    const { deviation, mean } = split(world, 7, plan, pilot).result.estimate;
    const error = deviation / Math.sqrt(plan.runs);
    expect(Math.abs(mean - erlangB(8, 3))).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.1 * mean);
  });

  it('agrees with crude simulation on an event that is not rare', () => {
    const world = queueWorld(LOST_AT_6.world);
    const plan = { event: 'loss of all', paths: 40, runs: 12, seed: 'unbiased' };
    const pilot = { levels: [], fullNotices: 1, notices: 0, isEventReached: true };
    const crude = split(world, LOST_AT_6.world.warmUp, plan, pilot).result.estimate;
    const levels = [4, 5, 6];
    const split3 = split(world, LOST_AT_6.world.warmUp, { ...plan, seed: 'other' }, { ...pilot, levels });
    const { deviation, mean } = split3.result.estimate;
    const error = Math.hypot(deviation, crude.deviation) / Math.sqrt(plan.runs);
    expect(Math.abs(mean - crude.mean)).toBeLessThan(4 * error);
    expect(mean).toBeGreaterThan(0.1);
  });

  it('gives the same again, and names a path that reaches the event', () => {
    const plan = { event: LOST_AT_6.event, paths: 10, runs: 2, seed: 'again' };
    const [one, two] = [1, 2].map(() => split(queueWorld(LOST_AT_6.world), LOST_AT_6.world.warmUp, plan));
    expect(two).toEqual(one);
    expect(one?.result.example?.eventMs).toBeLessThan(9 * 60_000);
  });

  it('gives an upper bound if no path reaches the event', () => {
    const { result } = split(
      queueWorld(LOST_AT_15.world),
      LOST_AT_15.world.warmUp,
      {
        event: 'loss of all',
        paths: 10,
        runs: 2,
        seed: 'bound',
      },
      { levels: [5, 12], fullNotices: 90, notices: 0, isEventReached: false },
    );
    expect(result.estimate.mean).toBe(0);
    expect(result.bound?.level).toBe(5);
    expect(result.bound?.estimate.mean).toBeGreaterThan(0.2);
    expect(result.example).toBeNull();
  });
});
