import { describe, expect, it } from 'vitest';
import { bestActionsOf, type Desk, LINES_FULL } from './two-centres.ts';

const PLANTED = 50;
/** An hour more of the shift by day costs half of what the agent costs who is missing at night, and helps less than a third as much. */
const MISSING: Desk = { berlin: [4, 1] };
const NULLS = 200;
/** Intervals of few replications are wider, and hold as often. */
const REPLICATIONS = 10;
/** Hundreds of searches of 0.2 to 1 s of processor time: on a machine with much else to do they take half an hour by the clock. */
const HOUR_MS = 3_600_000;

describe('findActions over many seeds', { timeout: HOUR_MS }, () => {
  it(`puts the agent who is missing first in at least nine of ten`, async () => {
    const first: string[] = [];
    for (let seed = 0; seed < PLANTED; seed++)
      first.push((await bestActionsOf(MISSING, `planted ${seed}`)).tried[0]?.yaml ?? '');
    const right = first.filter((yaml) => yaml.includes('german: { shifts: { night: { agents: 2 } } }'));
    expect(right.length).toBeGreaterThanOrEqual(0.9 * PLANTED);
  });

  // In each, chance moves the figure: a change of staff draws anew who is slow.
  it.each<[string, Desk, string, number]>([
    ['there are enough agents', { areUnlike: true, berlin: [8, 8], cork: 8, days: 1 }, 'sojourn', 150],
    [
      'law and opening hours keep everybody from the cases',
      { areUnlike: true, berlin: [8, 0], isShut: true, days: 2 },
      'sojourn/germany',
      75,
    ],
    ['the lines are full, and agents are unlike', { ...LINES_FULL, days: 2 }, 'blocked', 75],
  ])('claims an effect in at most one of twenty where %s', async (_, desk, measure, leastUnsure) => {
    let claims = 0;
    let unsure = 0;
    for (let seed = 0; seed < NULLS; seed++) {
      const { tried } = await bestActionsOf(desk, `null ${seed}`, { measure, replications: REPLICATIONS });
      if (tried.some(({ isHelpful }) => isHelpful)) claims++;
      if (tried.some(({ gain }) => gain !== null && gain.halfWidth > 0)) unsure++;
    }
    expect(claims).toBeLessThanOrEqual(0.05 * NULLS);
    // Where nothing is observed to move, nothing could be claimed.
    expect(unsure).toBeGreaterThan(leastUnsure);
  });
});
