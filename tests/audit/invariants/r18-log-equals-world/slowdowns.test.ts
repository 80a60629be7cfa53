import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

/** Only the first Dublin group takes azure cases in German. Its agents may have two by e-mail in hand, each at half the speed. */
function sharing(): Scenario {
  const scenario = tinyScenario();
  const none = { phone: null, 'e-mail': null, web: null };
  const concurrency = { limits: { phone: 1, 'e-mail': 2, web: 1 }, slowdown: [0.5] };
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => {
      if (g === 0) return { ...group, concurrency };
      return g === 1 ? { ...group, channels: ['phone'] } : group;
    }),
    work: {
      ...scenario.work,
      afterContact: [{ ...none, 'e-mail': { kind: 'exponential', mean: 60_000 } }, none, none],
    },
  };
}

const OPTIONS = { stream: 1, language: 1, product: 1 } as const;
const begun = () => new LedgerBuilder(sharing()).begin().at(1);
/** Agent 1, who has nothing in hand, is kept out of it with a case of its own for as long as the test lasts. */
const aside = (ledger: LedgerBuilder) => ledger.intake(0, OPTIONS).dublinTakes(0, 1).amongSeveral(0, 3, 1);
const end = (ledger: LedgerBuilder) => withNightfall(ledger.at(4).dublinSolves(0, 1));
const message = (ledger: LedgerBuilder) => resultOf(ledger, 'R18').counterexample?.message;

/** Case 1 from hour 1 on, and case 2 as well from hour 2 on. Case 1 ends at hour 3, case 2 half an hour later. */
const two = (first: number, second: number) => {
  const ledger = aside(begun()).intake(1, OPTIONS).dublinTakes(1).amongSeveral(1, first);
  ledger.at(2).intake(2, OPTIONS).dublinTakes(2).amongSeveral(2, second);
  return ledger.at(3).dublinSolves(1).at(3.5).dublinSolves(2);
};

describe('R18: concurrent contacts', () => {
  it('end when all of their work is done, at the speed for the number in hand at each hour', () => {
    expect(violated(end(two(1.5, 1)))).toEqual([]);
  });

  it('end neither earlier nor later', () => {
    for (const [first, second] of [
      [1.6, 1],
      [1.5, 0.9],
      [1, 1.5],
    ] as const) {
      const ledger = end(two(first, second));
      expect(violated(ledger)).toEqual(['R18']);
      expect(message(ledger)).toContain('are done at the speeds of agent 0');
    }
  });

  it('are recorded with their amount of work, by their agent', () => {
    const untold = aside(begun()).intake(1, OPTIONS).dublinTakes(1).at(2).dublinSolves(1);
    expect(violated(end(untold))).toEqual(['R18']);
    expect(message(untold)).toContain('does not record its duration');
    const untrue = aside(begun()).intake(1, OPTIONS).dublinTakes(1).amongSeveral(1, 1).amongSeveral(1, 1, 1);
    expect(violated(end(untrue.at(2).dublinSolves(1)))).toEqual(['R18']);
    expect(message(untrue)).toContain('handles it among several');
  });
});

describe('R18: after-contact work of concurrent contacts', () => {
  /** Case 1 ends at hour 2 and leaves work until hour 2.5. Case 2, in hand all the time, ends at hour 3. */
  const leaving = (workHours: number) => {
    const ledger = aside(begun());
    for (const number of [1, 2]) ledger.intake(number, OPTIONS).dublinTakes(number);
    ledger.amongSeveral(1, 0.5).amongSeveral(2, 1.25).at(2).dublinSolves(1);
    return ledger.workAfter(1, true, 0, 0).amongSeveral(1, workHours, 0, true);
  };
  const done = (ledger: LedgerBuilder) => end(ledger.at(2.5).workAfter(1, false, 0, 0).at(3).dublinSolves(2));

  it('keeps the slot of its contact: it slows the others down, and they slow it down', () => {
    expect(violated(done(leaving(0.25)))).toEqual([]);
    const long = done(leaving(0.5));
    expect(violated(long)).toEqual(['R18']);
    expect(message(long)).toContain('the work after the contact ends when');
  });

  it('leaves no room for another contact', () => {
    const third = leaving(0.25).intake(3, OPTIONS).dublinTakes(3);
    expect(resultOf(third, 'R10').counterexample?.message).toContain('agent 0 is busy with case 2');
  });

  it('begins once, in the slot of a contact that its agent had, and ends once', () => {
    const twice = done(leaving(0.25).workAfter(1, true, 0, 0));
    expect(message(twice)).toContain('or with too many others');
    const unknown = aside(begun()).intake(1, OPTIONS).workAfter(1, true, 0, 0);
    expect(message(unknown)).toContain('for a case that the agent did not have');
    expect(message(leaving(0.25).workAfter(2, false, 0, 0))).toContain('but has not begun it');
  });
});
