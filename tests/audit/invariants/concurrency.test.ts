import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../ledger-builder.ts';

/** Only the first Dublin group takes azure cases in German. Its agents may have two by e-mail in hand. */
function sharing(mail = 2): Scenario {
  const scenario = tinyScenario();
  const limits = { phone: 1, 'e-mail': mail, web: 1 };
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => {
      if (g === 0) return { ...group, concurrency: { limits, slowdown: [0.5] } };
      return g === 1 ? { ...group, channels: ['phone'] } : group;
    }),
  };
}

const OPTIONS = { stream: 1, language: 1, product: 1 } as const;

/** Agent 0 has had cases 0 and 1 since hour 1, agent 1 cases 2 and 3. Each needs so many hours of work, at half the speed. */
function allBusy(scenario = sharing(), hours = [1, 1, 1, 1]): LedgerBuilder {
  const ledger = new LedgerBuilder(scenario).begin().at(1);
  for (const caseNumber of [0, 1, 2, 3]) {
    const agent = caseNumber < 2 ? 0 : 1;
    ledger.intake(caseNumber, OPTIONS).dublinTakes(caseNumber, agent);
    ledger.amongSeveral(caseNumber, hours[caseNumber] ?? 1, agent);
  }
  return ledger;
}

function rest(ledger: LedgerBuilder, agents = [0, 0, 1, 1]): readonly string[] {
  ledger.at(3);
  agents.forEach((agent, caseNumber) => ledger.dublinSolves(caseNumber, agent));
  return violated(withNightfall(ledger));
}

describe('R10 and R23: several contacts in hand', () => {
  it('are at most as many as the scenario allows', () => {
    expect(rest(allBusy())).toEqual([]);
    const ledger = allBusy(sharing(1));
    expect(rest(ledger)).toEqual(['R10']);
    expect(resultOf(ledger, 'R10').counterexample?.message).toContain('is busy with case 0');
    const third = allBusy().intake(4, OPTIONS).dublinTakes(4, 0);
    // The scenario gives no speed for three contacts.
    expect(rest(third, [0, 0, 1, 1, 0])).toEqual(['R10', 'R18']);
  });

  it('are not allowed next to a call', () => {
    const ledger = new LedgerBuilder(sharing()).begin().at(1).intake(0, { stream: 0 }).assign(0, 0, 0);
    ledger.transfer(0, 'same-entity', 0, 0, 0, 0);
    expect(resultOf(ledger.intake(1, OPTIONS).assign(1, 0, 0), 'R10').counterexample?.message).toContain(
      'is busy with case 0',
    );
  });

  it('are taken in addition to others only under the conditions of the group', () => {
    const base = sharing();
    const kind = { severities: null, channels: null, segment: null, product: null } as const;
    const guard = { ...kind, idle: 1, down: null };
    const groups = base.groups.map((group, g) => (g === 0 ? { ...group, takesOnlyWhile: [guard] } : group));
    const ledger = allBusy({ ...base, groups });
    expect(rest(ledger)).toEqual(['R23']);
    expect(resultOf(ledger, 'R23').counterexample?.message).toContain(
      'takes such a case only under conditions that do not hold',
    );
    const waits = new LedgerBuilder({ ...base, groups }).begin().at(1);
    for (const agent of [0, 1])
      waits
        .intake(agent, OPTIONS)
        .dublinTakes(agent, agent)
        .amongSeveral(agent, agent + 1, agent);
    waits.intake(2, OPTIONS).wait(2, 'no agent free').at(2).dublinSolves(0, 0);
    waits.dublinTakes(2, 0).amongSeveral(2, 1).at(3);
    waits.dublinSolves(1, 1).dublinSolves(2, 0);
    expect(violated(withNightfall(waits))).toEqual([]);
  });

  it('leave no case waiting that could be taken as well', () => {
    const waits = (ledger: LedgerBuilder) => ledger.intake(4, OPTIONS).wait(4, 'no agent free');
    const full = waits(allBusy(sharing(), [1, 0.5, 1, 1]))
      .at(2)
      .dublinSolves(1);
    full.dublinTakes(4, 0).amongSeveral(4, 0.5).at(3);
    for (const [caseNumber, agent] of [
      [0, 0],
      [2, 1],
      [3, 1],
      [4, 0],
    ] as const)
      full.dublinSolves(caseNumber, agent);
    expect(violated(withNightfall(full))).toEqual([]);
    const forgotten = waits(allBusy()).at(2).dublinSolves(1).at(2.5).dublinTakes(4, 0);
    expect(violated(forgotten)).toContain('R23');
    expect(resultOf(forgotten, 'R23').counterexample?.message).toContain(
      'an agent of group dublin-t1 is free',
    );
    const early = waits(new LedgerBuilder(sharing()).begin().at(1).intake(0, OPTIONS).dublinTakes(0)).at(2);
    expect(violated(early.intake(1, OPTIONS))).toContain('R23');
  });
});
