import { describe, expect, it } from 'vitest';
import { assertMeterAgrees, type RunMeter } from '#statistics';
import { finishedRun } from '../experiment/finished-run.ts';

/** What is counted wrongly, how, and what the message says. */
const MISTAKES: readonly (readonly [what: string, change: (meter: RunMeter) => void, message: string])[] = [
  ['an answer', ({ cells }) => more(busiest(cells), 'answers', 1), 'waits are recorded of'],
  ['a wait', ({ cells }) => more(busiest(cells), 'waitSumMs', 1e12), 'the waits add up to'],
  ['a sojourn', ({ cells }) => more(busiest(cells), 'sojournSumMs', -1e9), 'the sojourns add up to'],
  ['an answer in time', ({ cells }) => more(busiest(cells), 'answeredInTime', 1e6), 'are answered in time'],
  ['a hand-over', ({ cells }) => more(busiest(cells), 'handOvers', 1), 'hand-overs: the parts add up to'],
  ['the time', ({ exposure }) => exposure.level(0).change(86_399_999, 1), 'time by hour of the week'],
  ['the duty of a group', ({ staff }) => staff.level(0).change(86_399_999, 1), 'agents × ms on duty'],
  ['overtime', ({ overtime }) => overtime.level(0).change(80_000_000, 900), 'more agents are in overtime'],
];

function more(cell: object, name: string, by: number): void {
  const counts = cell as Record<string, number>;
  counts[name] = (counts[name] ?? 0) + by;
}

function busiest(cells: RunMeter['cells']): RunMeter['cells'][number] {
  return cells.reduce((most, cell) => (cell.answers > most.answers ? cell : most));
}

describe('what a meter has counted', () => {
  it('agrees with itself in a run', () => {
    const { meter, scenario } = finishedRun('german-night', 24);
    expect(() => assertMeterAgrees(meter, scenario)).not.toThrow();
  });

  it.each(MISTAKES)('stops the program if %s is counted wrongly', (_, change, message) => {
    const { meter, scenario } = finishedRun('german-night', 24);
    change(meter);
    meter.settle(86_400_000);
    expect(() => assertMeterAgrees(meter, scenario)).toThrow(message);
  });
});
