import { describe, expect, it } from 'vitest';
import type { RankedKind, Scenario } from '#domain';
import type { CaseView } from '../../../../src/audit/facts/case-state.ts';
import type { PoolView } from '../../../../src/audit/facts/waiting-pool.ts';
import { KindQueues } from '../../../../src/audit/invariants/r23-no-silent-starvation/kind-queues.ts';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const ANY = { severities: null, channels: null, segment: null, product: null } as const;

/** Only the first Dublin group (agents 0 and 1) takes azure cases in German by e-mail, these kinds first. */
function ranking(takesFirst: readonly RankedKind[], changes: Partial<Scenario> = {}): Scenario {
  const scenario = tinyScenario(changes);
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => {
      if (g === 0) return { ...group, takesFirst };
      return g === 1 ? { ...group, channels: ['phone'] } : group;
    }),
  };
}

const OPTIONS = { stream: 1, language: 1, product: 1 } as const;
type Severity = 'A' | 'B' | 'C';

/** Both agents are busy from hour 1 on. Cases 2, 3 … come at hours 2, 3 …. At hour 7, agent 0 is free and takes `taken`. */
function chosen(scenario: Scenario, waiting: readonly Severity[], taken: number): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1);
  for (const agent of [0, 1]) ledger.intake(agent, { ...OPTIONS, severity: 'A' }).dublinTakes(agent, agent);
  waiting.forEach((severity, k) => {
    ledger
      .at(2 + k)
      .intake(2 + k, { ...OPTIONS, severity })
      .wait(2 + k, 'no agent free', 1, 0, severity);
  });
  ledger.at(7).dublinSolves(0, 0).dublinTakes(taken, 0);
  return ledger;
}

/** The kind that should have been taken; null if the choice was right. */
const judged = (...args: Parameters<typeof chosen>) => {
  const ledger = chosen(...args);
  const { counterexample } = resultOf(ledger, 'R23');
  return counterexample?.message.match(/must take case \d+ first/)?.[0] ?? null;
};

describe('R23: the kinds that a group takes first', () => {
  const C: RankedKind = { ...ANY, severities: ['C'] };
  const B: RankedKind = { ...ANY, severities: ['B'] };

  it('come first, regardless of the severity of the others and of the order of joining', () => {
    expect(judged(ranking([C]), ['A', 'B', 'C'], 4)).toBe(null);
    expect(judged(ranking([C]), ['A', 'B', 'C'], 2)).toBe('must take case 4 first');
    expect(judged(ranking([C, B]), ['A', 'B'], 2)).toBe('must take case 3 first');
  });

  it('are taken in the order of the list, and within a kind in the order of joining', () => {
    expect(judged(ranking([C, B]), ['B', 'C', 'C'], 3)).toBe(null);
    expect(judged(ranking([C, B]), ['B', 'C', 'C'], 2)).toBe('must take case 3 first');
    expect(judged(ranking([C, B]), ['B', 'C', 'C'], 4)).toBe('must take case 3 first');
  });

  it('are weighted if they share a rank', () => {
    const weighing = ranking([
      { ...C, rank: 1, weight: 3 },
      { ...B, rank: 1 },
    ]);
    // B waited for five hours, C for four: 5 and 12.
    expect(judged(weighing, ['B', 'C'], 3)).toBe(null);
    expect(judged(weighing, ['B', 'C'], 2)).toBe('must take case 3 first');
  });

  it('leave the highest severity first if none of them waits', () => {
    expect(judged(ranking([{ ...ANY, channels: ['phone'] }]), ['C', 'B'], 3)).toBe(null);
    expect(judged(ranking([{ ...ANY, channels: ['phone'] }]), ['C', 'B'], 2)).toBe('must take case 3 first');
  });

  it('come after severities that interrupt others', () => {
    const { routing } = tinyScenario();
    const preempting = ranking([C], {
      routing: { ...routing, preemption: { by: ['A'], interrupted: 'pause' } },
    });
    expect(judged(preempting, ['C', 'A'], 3)).toBe(null);
    expect(judged(preempting, ['C', 'A'], 2)).toBe('must take case 3 first');
  });

  it('ignore a case that joined the queue in the same instant', () => {
    const ledger = new LedgerBuilder(ranking([C])).begin().at(1);
    for (const agent of [0, 1]) ledger.intake(agent, OPTIONS).dublinTakes(agent, agent);
    ledger
      .at(2)
      .intake(2, { ...OPTIONS, severity: 'B' })
      .wait(2, 'no agent free', 1, 0, 'B');
    ledger
      .at(3)
      .intake(3, { ...OPTIONS, severity: 'C' })
      .wait(3, 'no agent free', 1, 0, 'C');
    ledger.dublinSolves(0, 0).dublinTakes(2, 0).at(4).dublinSolves(1, 1).dublinTakes(3, 1);
    ledger.at(5).dublinSolves(2, 0).dublinSolves(3, 1);
    expect(violated(withNightfall(ledger))).toEqual([]);
  });

  it('are compared once for each kind that waits, however many cases wait', () => {
    let looks = 0;
    const counting = {
      ...C,
      rank: 1,
      weight: 2,
      get segment() {
        looks++;
        return null;
      },
    };
    const taken = 12;
    const countsOf = (waiting: number) => {
      const ledger = new LedgerBuilder(ranking([counting, { ...B, rank: 1 }])).begin().at(1);
      for (const agent of [0, 1])
        ledger.intake(agent, { ...OPTIONS, severity: 'B' }).dublinTakes(agent, agent);
      ledger.at(2);
      for (let k = 0; k < waiting; k++) {
        const severity = k % 2 === 0 ? 'C' : 'B';
        ledger.intake(2 + k, { ...OPTIONS, severity }).wait(2 + k, 'no agent free', 1, 0, severity);
      }
      // Cases with an even number are of severity C, which weighs more.
      for (let k = 0; k < taken; k++) {
        ledger
          .at(3 + k / 10)
          .dublinSolves(k === 0 ? 0 : 2 * k, 0)
          .dublinTakes(2 * k + 2, 0);
      }
      looks = 0;
      expect(resultOf(ledger, 'R23').violations).toBe(0);
      return looks;
    };
    const few = countsOf(40);
    expect(few).toBeGreaterThan(taken);
    expect(countsOf(400)).toBe(few);
  });
});

describe('the queues of a pool by kind', () => {
  /** A pool of waiting cases: the higher the number, the earlier the case joined. */
  function poolOf(size: number) {
    const members = new Set<CaseView>();
    const pool = { members, total: size } as unknown as PoolView<CaseView>;
    for (let number = 0; number < size; number++) {
      members.add({ number, pool, product: 0, severity: number % 2, stream: 0 } as unknown as CaseView);
    }
    const waits = new Map([...members].map((one) => [one, { sinceMs: 0, joined: size - one.number }]));
    const queues = new KindQueues(pool, (one) => waits.get(one) ?? { sinceMs: 0, joined: 0 }, false);
    let looks = 0;
    const earlierThan = (joined: number, canBeTaken = (_: CaseView) => true) => {
      looks = 0;
      const found = queues.find(
        () =>
          ({ joined: own }) => {
            looks++;
            return own < joined ? -1 : 1;
          },
        canBeTaken,
      );
      return { found: found?.number ?? null, looks };
    };
    return { earlierThan, members: [...members] };
  }

  it('look at one wait of each kind if no case comes before', () => {
    expect(poolOf(1000).earlierThan(1)).toEqual({ found: null, looks: 2 });
  });

  it('look only at cases that come before, and at those next to them', () => {
    const { earlierThan } = poolOf(1000);
    expect(earlierThan(11)).toEqual({ found: 998, looks: 1 });
    const { found, looks } = earlierThan(11, () => false);
    expect(found).toBe(null);
    expect(looks).toBeLessThanOrEqual(2 * 10 + 2);
  });

  it('forget a case that has left the pool', () => {
    const { earlierThan, members } = poolOf(10);
    Object.assign(members[9] as object, { pool: null });
    expect(earlierThan(2)).toEqual({ found: null, looks: 2 });
    expect(earlierThan(3).found).toBe(8);
  });
});
