import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { openLedger } from '#ledger';
import type { RunTally } from '../../../src/bundle/recount/counts/run-tally.ts';
import { assertTallyAgrees } from '../../../src/bundle/recount/counts/tally-agreement.ts';
import { openRecount } from '../../../src/bundle/recount/recount.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';

const scenario = { ...loadScenario('german-night'), horizonMs: 24 * HOUR_MS };
const { ledger } = runInMemory(scenario);

function counted(): RunTally {
  const recount = openRecount(scenario, 0);
  successOf(openLedger(ledger, sha256)).forEach(recount.visit);
  return recount.finish().tally;
}

const busiest = ({ period }: RunTally) =>
  period.cells.reduce((most, cell) => (cell.answered > most.answered ? cell : most));

const MISTAKES: readonly (readonly [what: string, change: (tally: RunTally) => void, message: string])[] = [
  ['an answer', (tally) => void busiest(tally).answered++, 'answers after a wait'],
  ['a resolution', (tally) => void busiest(tally).resolved++, 'resolutions'],
  ['a wait', (tally) => void Object.assign(busiest(tally), { waitMs: 1e15 }), 'durations add up to'],
  ['a count', (tally) => void Object.assign(busiest(tally), { balked: -1 }), 'balked is -1'],
  ['an hour', ({ arrived }) => void arrived.fill(1, 0, 1), 'arrived by hour'],
  ['an hour of duty', ({ agents }) => agents.dutyByHour.add(1, 0, 5), 'duty by hour'],
  ['work', ({ period }) => period.centres[0]?.busy.add(1, 0, 5), 'work by hour of the week'],
  ['a bin of waits', ({ period }) => period.waits[0]?.[0]?.fill(7), 'waits in bins'],
  ['a hand-over', (tally) => void busiest(tally).handOvers++, 'hand-overs by group'],
  ['a transfer', ({ period }) => period.handOver({ reason: 0, from: 0, to: 0 }), 'hand-overs by centre'],
];

describe('what was counted from a ledger', () => {
  it('agrees with itself', () => {
    expect(() => assertTallyAgrees(counted())).not.toThrow();
  });

  it.each(MISTAKES)('stops the program if %s is counted wrongly', (_, change, message) => {
    const tally = counted();
    change(tally);
    expect(() => assertTallyAgrees(tally)).toThrow(message);
  });
});
