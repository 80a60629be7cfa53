import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario, TakingGuard } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const ANY: TakingGuard = {
  severities: null,
  channels: null,
  segment: null,
  product: null,
  idle: null,
  down: null,
};

/** Only the first Dublin group (two agents) takes azure cases in German by e-mail. */
function guarded(guard: Partial<TakingGuard>): Scenario {
  const scenario = tinyScenario();
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) =>
      g === 1
        ? { ...group, channels: ['phone'] }
        : g === 0
          ? { ...group, takesOnlyWhile: [{ ...ANY, ...guard }] }
          : group,
    ),
  };
}

const OPTIONS = { language: 1, product: 1 } as const;
const begun = (guard: Partial<TakingGuard>) => new LedgerBuilder(guarded(guard)).begin().at(1);
/** Both agents take a case at the same time. */
const bothTake = (guard: Partial<TakingGuard>) =>
  begun(guard)
    .intake(0, OPTIONS)
    .dublinTakes(0)
    .intake(1, OPTIONS)
    .dublinTakes(1, 1)
    .at(2)
    .dublinSolves(0)
    .dublinSolves(1, 1);

describe('R23: cases that a group takes only under conditions', () => {
  it('may be taken while the conditions hold', () => {
    const ledger = begun({ idle: 2 }).intake(0, OPTIONS).dublinTakes(0).at(2).dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('may wait while they do not hold, even if somebody is free', () => {
    const ledger = begun({ idle: 2 })
      .intake(0, OPTIONS)
      .dublinTakes(0)
      .intake(1, OPTIONS)
      .wait(1, 'no agent free')
      .at(2)
      .dublinSolves(0)
      .dublinTakes(1)
      .at(3)
      .dublinSolves(1);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('must not be taken while too small a share of the agents on duty is free', () => {
    expect(violated(withNightfall(bothTake({ idleShare: 0.6 })))).toEqual(['R23']);
  });

  it('must not be taken while they do not hold', () => {
    const ledger = bothTake({ idle: 2 });
    expect(violated(withNightfall(ledger))).toEqual(['R23']);
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain('only under conditions');
  });

  it('must not wait on once enough agents are free', () => {
    const ledger = begun({ idle: 2 })
      .intake(0, OPTIONS)
      .dublinTakes(0)
      .intake(1, OPTIONS)
      .wait(1, 'no agent free')
      .at(2)
      .dublinSolves(0)
      .at(3)
      .dublinTakes(1)
      .at(4)
      .dublinSolves(1);
    expect(violated(withNightfall(ledger))).toEqual(['R23']);
  });

  it('are those of the named kind only', () => {
    for (const [guard, expected] of [
      [{ severities: ['B'] as const }, ['R23']],
      [{ severities: ['A'] as const }, []],
      [{ channels: ['e-mail'] as const }, ['R23']],
      [{ channels: ['phone'] as const }, []],
      [{ product: 1 }, ['R23']],
      [{ product: 0 }, []],
      [{ segment: 1 }, ['R23']],
      [{ segment: 0 }, []],
    ] as const) {
      const ledger = begun({ ...guard, down: 1 })
        .intake(0, OPTIONS)
        .dublinTakes(0)
        .at(2)
        .dublinSolves(0);
      expect(violated(withNightfall(ledger)), JSON.stringify(guard)).toEqual(expected);
    }
  });

  it('may be taken while the centre is down', () => {
    const ledger = begun({ down: 1 })
      .intake(0, OPTIONS)
      .wait(0, 'no agent free')
      .at(2)
      .centre(false, 1)
      .dublinTakes(0)
      .at(3)
      .centre(true, 1)
      .dublinSolves(0);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('are taken when the case has waited long enough, neither earlier nor later', () => {
    const takenAt = (hours: number) =>
      violated(
        withNightfall(
          begun({ waitedMs: HOUR_MS })
            .intake(0, OPTIONS)
            .wait(0, 'no agent free')
            .at(hours)
            .dublinTakes(0)
            .at(4)
            .dublinSolves(0),
        ),
      );
    expect([1.5, 2, 3].map(takenAt)).toEqual([['R23'], [], ['R23']]);
  });

  it('are taken while their queue is longer than another', () => {
    const line = { ...ANY, product: 0 };
    const two = (guard: Partial<TakingGuard>) =>
      begun(guard).intake(0, OPTIONS).wait(0, 'no agent free').at(2).intake(1, OPTIONS);
    /** Of two cases, the first is taken and the other waits. */
    const taken = (ledger: LedgerBuilder) =>
      ledger.dublinTakes(0).wait(1, 'no agent free').at(3).dublinSolves(0);
    /** The remaining cases wait for the end of the night. */
    const judged = (ledger: LedgerBuilder, left: readonly number[]) => {
      const tellAll = (cause: 'centre closed' | 'no agent free') => {
        for (const number of left) ledger.wait(number, cause);
      };
      ledger.dublinCloses();
      tellAll('centre closed');
      ledger.dublinReopens();
      tellAll('no agent free');
      ledger.end();
      tellAll('centre closed');
      return violated(ledger);
    };
    const more = { longerThan: { ...line, ratio: 3, by: 1 } };
    // One of two waiting cases is taken. The one left is not more than the other queue.
    expect(judged(taken(two(more)), [1])).toEqual([]);
    expect(judged(two(more).wait(1, 'no agent free'), [0, 1])).toEqual(['R23']);
    // Two are not more than two.
    const muchMore = { longerThan: { ...line, ratio: 3, by: 2 } };
    expect(judged(two(muchMore).wait(1, 'no agent free'), [0, 1])).toEqual([]);
    expect(judged(taken(two(muchMore)), [1])).toEqual(['R23']);
    // The other queue is theirs as well, and equally long.
    const same = { longerThan: { ...line, product: 1, ratio: 1, by: 0 } };
    expect(judged(two(same).wait(1, 'no agent free'), [0, 1])).toEqual([]);
  });
});
