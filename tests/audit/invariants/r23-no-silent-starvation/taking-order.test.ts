import { describe, expect, it } from 'vitest';
import type { RankedKind, Scenario } from '#domain';
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
});
