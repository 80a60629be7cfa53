import { describe, expect, it } from 'vitest';
import type { Simulation } from '#engine';
import type { RunMeter } from '#statistics';
import { assertCounted } from '../../src/experiment/replications/agreement.ts';
import { finishedRun } from './finished-run.ts';

const MISTAKES: readonly (readonly [
  what: string,
  change: (meter: RunMeter, run: Simulation) => void,
  message: string,
])[] = [
  ['waiting cases', ({ waiting }) => void waiting.level(0).value++, 'cases that wait in tier 1'],
  ['agents on duty', ({ staff }) => void staff.level(0).value++, 'agents of group 0 on duty'],
  ['available agents', ({ available }) => void available.level(0).value++, 'available agents of group 0'],
  ['arrivals', ({ cells }) => cells[0]?.arrived(), 'arrivals: '],
  [
    'abandonments',
    ({ cells }) => cells.find(({ open }) => open >= 0)?.abandoned(0),
    'wait for their first answer',
  ],
  ['waits', ({ contacts }) => contacts.began(0, 0, 5), 'cases × ms of waiting'],
];

describe('what a meter has counted of a run', () => {
  it('is what cases and agents of the run are', () => {
    const { meter, run, scenario } = finishedRun('first-steps', 60);
    expect(() => assertCounted(run, meter, scenario)).not.toThrow();
    expect(meter.waitedMs).toBeGreaterThan(0);
  });

  it.each(MISTAKES)('stops the program if %s are counted wrongly', (_, change, message) => {
    const { meter, run, scenario } = finishedRun('first-steps', 60);
    change(meter, run);
    expect(() => assertCounted(run, meter, scenario)).toThrow(message);
  });
});
