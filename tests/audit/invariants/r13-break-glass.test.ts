import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import {
  actKind,
  type BreakGlassRule,
  EMERGENCY_STEPS,
  type EmergencyStep,
  NO_CASE,
  NONE_16,
  type Scenario,
} from '#domain';
import { TINY_DATA_CENTRES, tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, QUEUED, quietDay, resultOf, violated } from '../ledger-builder.ts';

/** Three leads in Dublin (agents 7 to 9) who are there day and night, in addition to the groups of the tiny scenario. */
const LEADS = 5;
const RULE: BreakGlassRule = {
  strandedForMs: HOUR_MS / 2,
  windowMs: 2 * HOUR_MS,
  approvers: LEADS,
  noticeWithinMs: 3 * HOUR_MS,
  reviewWithinMs: 4 * HOUR_MS,
};

const approval = { answer: { kind: 'fixed', value: HOUR_MS }, refused: 0 } as const;

interface Choices {
  /** When the customer approves access from outside; null if the promise asks for no approval. */
  readonly answeredAt?: number | null;
  /** From which hour to which each consent of the customers is in force. */
  readonly consents?: readonly (readonly [number, number])[];
  readonly rule?: BreakGlassRule | null;
  readonly severity?: 'A' | 'B';
  readonly openedAt?: number;
  readonly approvers?: readonly number[];
  readonly windowMs?: number;
  readonly seenUntil?: number;
  readonly toldAt?: number | null;
  readonly reviewedAt?: number | null;
  readonly reviewer?: number;
}

/** `rule` is that of the strict promise, which asks for an approval if `asks`. `windows`: hours from which to which a consent to be seen from the US is in force. */
function worldOf(
  rule: BreakGlassRule | null,
  windows: NonNullable<Choices['consents']>,
  asks: boolean,
): Scenario {
  const base = tinyScenario();
  const around = base.groups[3];
  if (around === undefined) throw new Error('the tiny world has other groups');
  const shifts = around.shifts.map((one) => ({ ...one, agents: 3 }));
  const at = (hour: number) => base.startEpochMs + hour * HOUR_MS;
  const consents = windows.map(([from, to]) => ({
    dimensions: ['access', 'processing'] as const,
    zone: 'US' as const,
    givenEpochMs: at(0),
    fromEpochMs: at(from),
    toEpochMs: at(to),
  }));
  return tinyScenario({
    groups: [...base.groups, { ...around, id: 'leads', centre: 0, shifts }],
    segments: base.segments.map((segment, s) => (s === 2 ? { ...segment, consents } : segment)),
    promises: base.promises.map((promise, p) => {
      const breakGlass = rule ?? undefined;
      return p === 2 ? { ...promise, ...(breakGlass && { breakGlass }), ...(asks && { approval }) } : promise;
    }),
  });
}

/** A strict case comes when Dublin has gone home, and is opened to agent 2 of Redmond. */
function emergency({
  answeredAt = null,
  approvers = [7, 8],
  consents = [],
  openedAt = 9.5,
  reviewedAt = 15,
  reviewer = 7,
  rule = RULE,
  seenUntil = 10,
  severity = 'A',
  toldAt = 12,
  windowMs = RULE.windowMs,
}: Choices = {}): LedgerBuilder {
  const ledger = new LedgerBuilder(worldOf(rule, consents, answeredAt !== null)).begin().dublinCloses();
  const step = (name: EmergencyStep, caseNumber: number, agent: number, lastsMs: number) => {
    const centre = caseNumber === NO_CASE ? NONE_16 : 1;
    ledger.raw(
      actKind('emergency access'),
      EMERGENCY_STEPS.indexOf(name),
      caseNumber,
      centre,
      0,
      agent,
      lastsMs,
    );
  };
  ledger.at(9).intake(0, { stream: 2, severity });
  if (answeredAt !== null) ledger.approval(0, 'asked');
  ledger.wait(0, 'residency leaves no eligible centre', 1, 0, severity);
  ledger.at(openedAt);
  for (const agent of approvers) step('approved', 0, agent, windowMs);
  step('opened', 0, 2, windowMs);
  ledger
    .assign(0, 1, 2)
    .transfer(0, 'framework', 0, 1, TINY_DATA_CENTRES + 1, 0)
    .view(0, 1, 1, 2, 0);
  ledger.move(0, 'ASSIGN', QUEUED, 'open.working');
  const rest: [number, () => void][] = [[seenUntil, () => ledger.redmondSolves(0)]];
  if (answeredAt !== null) rest.push([answeredAt, () => ledger.approval(0, 'given')]);
  for (const hour of consents.flat()) if (hour < 32) rest.push([hour, () => ledger.law()]);
  if (toldAt !== null) rest.push([toldAt, () => step('told', NO_CASE, 0xffffffff, 0)]);
  if (reviewedAt !== null) rest.push([reviewedAt, () => step('reviewed', NO_CASE, reviewer, 0)]);
  for (const [hour, tell] of rest.sort(([left], [right]) => left - right)) {
    ledger.at(hour);
    tell();
  }
  return ledger.dublinReopens().end();
}

describe('R13 break-glass', () => {
  it('is not judged if there is no emergency', () => {
    expect(resultOf(quietDay(), 'R13')).toMatchObject({ checks: 0, violations: 0 });
  });

  it('lets a stranded case be seen from outside: approved by two, for a limited time, notified and reviewed', () => {
    expect(violated(emergency())).toEqual([]);
    // The opening, the view, the end of its time, the notice, the review.
    expect(resultOf(emergency(), 'R13').checks).toBe(5);
  });

  it.each<[string, Choices, string]>([
    ['one approver', { approvers: [7] }, '1 of the 2 required people approved it'],
    ['one approver twice', { approvers: [7, 7] }, '1 of the 2 required people approved it'],
    ['an approver who is also the viewer', { approvers: [7, 2] }, 'who is to see it'],
    ['an approver of another group', { approvers: [7, 3] }, 'agent 3 may not approve it'],
    ['a case that is not urgent', { severity: 'B' }, 'severity is not A'],
    ['a case that has just arrived', { openedAt: 9.25 }, 'not waited long enough'],
    ['a window that is too long', { windowMs: 3 * HOUR_MS, reviewedAt: 16 }, 'longer than promised'],
    ['an access after the window', { seenUntil: 11.6 }, 'still seen at the end of its emergency window'],
    ['no notice', { toldAt: null }, 'not notified of the emergency access in time'],
    ['a late notice', { toldAt: 13 }, 'not notified of the emergency access in time'],
    ['no review', { reviewedAt: null }, 'not reviewed in time'],
    ['a review by the viewer', { reviewer: 2 }, 'not in the group that approves'],
  ])('reports %s', (_, choices, words) => {
    expect(violated(emergency(choices))).toEqual(['R13']);
    expect(resultOf(emergency(choices), 'R13').counterexample?.message).toContain(words);
  });

  it.each<[string, Choices]>([
    ['the customer has approved it by then', { answeredAt: 11 }],
    ['a consent has begun by then', { consents: [[11, 13]] }],
    [
      'one consent goes on after another',
      {
        seenUntil: 12.8,
        consents: [
          [11, 12.5],
          [12, 13],
        ],
      },
    ],
  ])('lets the view outlast its window if %s', (_, choices) => {
    expect(violated(emergency({ seenUntil: 12, ...choices }))).toEqual([]);
  });

  it.each<[string, Choices, number]>([
    ['approves it after the window', { answeredAt: 11.6 }, 11.5],
    ['consents after the window', { consents: [[11.6, 13]] }, 11.5],
    ['consented until the window ended', { consents: [[10, 11.5]] }, 11.5],
    ['consents no longer', { consents: [[11, 11.75]] }, 11.75],
  ])('reports a view that outlasts its window and whose customer %s', (_, choices, hour) => {
    const ledger = emergency({ seenUntil: 12, ...choices });
    expect(violated(ledger)).toEqual(['R13']);
    const result = resultOf(ledger, 'R13');
    expect(result.violations).toBe(1);
    expect(result.counterexample?.timeMs).toBe(hour * HOUR_MS);
  });

  it('leaves what no emergency covers to R4 and R10', () => {
    const ledger = emergency({ rule: null, toldAt: null, reviewedAt: null });
    expect(violated(ledger)).toEqual(['R4', 'R10', 'R13']);
  });
});
