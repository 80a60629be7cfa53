import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, type Incident, type Scenario } from '#domain';
import { tinyScenario } from '../../../generators/tiny-scenario.ts';
import { LedgerBuilder, resultOf } from '../../ledger-builder.ts';

/** From hour 1 on, cases are linked; at hour 4 the cause is mended. */
function withIncident(more: Partial<Incident> = {}): Scenario {
  const incident: Incident = {
    title: 'all',
    fromMs: 0,
    toMs: 2 * HOUR_MS,
    share: 0.5,
    linkedFromMs: HOUR_MS,
    perCaseMs: 60_000,
    mendedMs: 4 * HOUR_MS,
    ...more,
  };
  return { ...tinyScenario(), incidents: [incident] };
}

const says = (ledger: LedgerBuilder, caseNumber: number, parent: number, incident = 0) =>
  ledger.raw(actKind('incident link'), 0, caseNumber, incident, 0, 1000, parent);

/** The agent of Dublin links the case, or only moves it. */
function links(ledger: LedgerBuilder, caseNumber: number, parent: number | null, incident = 0) {
  ledger.endView(caseNumber, 0, 0, caseNumber, 0);
  if (parent !== null) says(ledger, caseNumber, parent, incident);
  return ledger.move(caseNumber, 'handling', 'open.working', 'open.linked');
}
const mends = (ledger: LedgerBuilder, caseNumber: number) =>
  ledger.move(caseNumber, 'MEND', 'open.linked', 'resolved');

/** At hour 2, two cases are in hand. */
const inHand = (scenario = withIncident(), hours = 2) =>
  new LedgerBuilder(scenario).begin().at(hours).intake(0).dublinTakes(0).intake(1).dublinTakes(1, 1);
/** Both are linked, and case 0 is the parent. */
const linked = () => links(links(inHand(), 0, 0), 1, 0);
const found = (ledger: LedgerBuilder) => {
  const { counterexample, violations } = resultOf(ledger, 'R18');
  return [violations, counterexample?.message ?? ''] as const;
};
const findingOf = (ledger: LedgerBuilder) => found(ledger)[1];

describe('cases of an incident', () => {
  it('may be resolved when the cause is mended, the parent first', () => {
    const clean = found(mends(mends(linked().at(4), 0), 1));
    const none = found(inHand());
    expect(clean[0]).toBe(none[0]);
  });

  it('violate R18 if one is resolved before its parent', () => {
    expect(findingOf(mends(mends(linked().at(4), 1), 0))).toContain(
      'the case is resolved, but its parent, case 0, is not yet',
    );
  });

  it('violate R18 if one is resolved without its parent', () => {
    expect(findingOf(mends(linked().at(3), 1))).toContain('its parent, case 0, is not yet');
  });

  it('violate R18 if the parent is resolved before the cause is mended', () => {
    expect(findingOf(mends(mends(linked().at(3), 0), 1))).toContain('before the cause is mended');
  });

  it('violate R18 if one still waits when its parent is resolved, or the cause is mended', () => {
    expect(findingOf(mends(linked().at(4), 0).at(5).duty(false, 0))).toContain(
      'the case still waits, but its parent, case 0, is resolved',
    );
    expect(findingOf(linked().at(5).intake(2))).toContain(
      'the case still waits, but the cause of its incident is mended',
    );
  });

  it('violate R18 if a link names another parent, another incident, or comes before anybody knows', () => {
    expect(findingOf(links(links(inHand(), 0, 0), 1, 1))).toContain('is linked to case 1, but the first');
    expect(findingOf(links(inHand(), 0, 0, 1))).toContain('there is no incident 1');
    expect(findingOf(links(inHand(withIncident(), 0.5), 0, 0))).toContain('is not known yet');
    expect(findingOf(links(inHand(withIncident({ segment: 9 })), 0, 0))).toContain(
      'does not concern the case',
    );
    expect(findingOf(says(linked(), 1, 0))).toContain('has already been linked to');
  });

  it('violate R18 if one waits unlinked, is linked and does not wait, or leaves in another way', () => {
    expect(findingOf(links(inHand(), 0, null))).toContain('to which it has not been linked');
    expect(findingOf(says(inHand(), 0, 0).dublinSolves(0))).toContain('but does not wait for it');
    expect(findingOf(linked().move(1, 'reply', 'open.linked', 'open.waiting.queued'))).toContain(
      'leaves its incident before that is over',
    );
    expect(findingOf(inHand().move(0, 'MEND', 'open.working', 'resolved'))).toContain('but waits for none');
  });
});
