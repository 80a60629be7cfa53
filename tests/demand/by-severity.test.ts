import { describe, expect, it } from 'vitest';
import { actKind, CASE_STATES, type Scenario, SEVERITIES, TRANSITION_EVENTS } from '#domain';
import { runObserved } from '../engine/observed-run.ts';
import { auditedRun, estimate, expectNear, modelOf } from './model.ts';

const OPEN = actKind('open');
const SEVERITY = actKind('severity');
const TRANSITION = actKind('transition');
const PATIENCE = TRANSITION_EVENTS.indexOf('patience');
const WORKING = CASE_STATES.indexOf('open.working');

const queue = (agents: number, work: string, more = '') =>
  modelOf(`
horizon: 20 days
centres: { home: { groups: { servers: { shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers:
    severities: { A: 0.25, B: 0.25, C: 0.5 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/h }]
work: { ${work} }
${more}`);

/** For each contact: the severity of its case when it began, and how long it took, ms. */
function contactsOf(scenario: Scenario): readonly (readonly [severity: number, handleMs: number])[] {
  const severities: number[] = [];
  const begun = new Map<number, readonly [severity: number, sinceMs: number]>();
  const contacts: [number, number][] = [];
  runObserved(scenario, (timeMs, kind, aux, caseNumber, before, after) => {
    if (kind === OPEN) severities[caseNumber] = aux >> 2;
    if (kind === SEVERITY) severities[caseNumber] = aux;
    if (kind !== TRANSITION) return;
    if (after === WORKING) begun.set(caseNumber, [severities[caseNumber] as number, timeMs]);
    const [severity, sinceMs] = begun.get(caseNumber) ?? [];
    if (before === WORKING && severity !== undefined && sinceMs !== undefined) {
      contacts.push([severity, timeMs - sinceMs]);
    }
  });
  return contacts;
}

describe('handle times by severity', () => {
  const factors = 'severityFactors: { A: 2, C: 0.5 }';

  it('are multiplied by the factor of the severity in each contact', () => {
    const scenario = queue(3, `handle: { tier1: { web: fixed 1 min } }, ${factors}`);
    const contacts = contactsOf({ ...scenario, horizonMs: 24 * 3_600_000 });
    expect(contacts.length).toBeGreaterThan(500);
    const lengths = SEVERITIES.map((_, k) => new Set(contacts.flatMap(([own, ms]) => (own === k ? ms : []))));
    expect(lengths.map((own) => [...own])).toEqual([[120_000], [60_000], [30_000]]);
  });

  it('follow the severity to which a waiting case has been raised', () => {
    const raising = `${factors}, handle: { tier1: { web: fixed 1 min } }, severityRaise: { share: 1, after: fixed 1 min }`;
    const scenario = queue(1, raising);
    const contacts = contactsOf({ ...scenario, horizonMs: 24 * 3_600_000 });
    const ofA = contacts.filter(([severity]) => severity === 0);
    // More than a quarter: the others were raised.
    expect(ofA.length).toBeGreaterThan(0.35 * contacts.length);
    expect(new Set(ofA.map(([, ms]) => ms))).toEqual(new Set([120_000]));
  });

  it("keep an agent as busy as their mean implies, with waits as Cobham's formula gives", () => {
    const figures = estimate(
      queue(1, `handle: { tier1: { web: exponential 1 min } }, ${factors}`),
      10,
      ({ centres, severities: [a, b, c] }) => ({
        busy: centres[0]?.occupancy ?? 0,
        a: a?.speedOfAnswerS ?? 0,
        b: b?.speedOfAnswerS ?? 0,
        c: c?.speedOfAnswerS ?? 0,
      }),
    );
    // Half a case a minute: loads of 0.25, 0.125 and 0.125; half of λ E[S²] = 0.5 (¼ · 8 + ¼ · 2 + ½ · ½) is 0.6875 min.
    const [left, ...loads] = [0.6875, 0.25, 0.375, 0.5] as const;
    expectNear(figures.busy, loads[2]);
    expectNear(figures.a, (60 * left) / (1 - loads[0]));
    expectNear(figures.b, (60 * left) / ((1 - loads[0]) * (1 - loads[1])));
    expectNear(figures.c, (60 * left) / ((1 - loads[1]) * (1 - loads[2])));
  });
});

describe('patience by severity', () => {
  const patience = 'patience: { web: fixed 2 min }, patienceBySeverity: { web: { A: fixed 1 min, B: none } }';

  /** How long each customer who gave up had waited, by severity, ms. */
  function waitsOf(scenario: Scenario): readonly (readonly number[])[] {
    const opened: (readonly [severity: number, timeMs: number])[] = [];
    const waits = SEVERITIES.map(() => new Set<number>());
    runObserved(scenario, (timeMs, kind, aux, caseNumber) => {
      if (kind === OPEN) opened[caseNumber] = [aux >> 2, timeMs];
      const [severity = 0, sinceMs = 0] = opened[caseNumber] ?? [];
      if (kind === TRANSITION && aux === PATIENCE) waits[severity]?.add(timeMs - sinceMs);
    });
    return waits.map((own) => [...own]);
  }

  it('is that of the channel if a severity has none of its own', () => {
    const scenario = queue(1, `handle: { tier1: { web: fixed 3 min } }, ${patience}`);
    expect(waitsOf(scenario)).toEqual([[60_000], [], [120_000]]);
    expect(auditedRun({ ...scenario, horizonMs: 24 * 3_600_000 }).violated).toEqual([]);
  });

  it('also exists if the channel has none', () => {
    const scenario = queue(1, 'patience: { web: none }, patienceBySeverity: { web: { A: fixed 1 min } }');
    const busy = { ...scenario, horizonMs: 24 * 3_600_000 };
    expect(waitsOf(busy)).toEqual([[60_000], [], []]);
    expect(auditedRun(busy).violated).toEqual([]);
  });

  it('is that of the severity of a replayed case', () => {
    const scenario = queue(1, `handle: { tier1: { web: fixed 3 min } }, ${patience}`);
    const [stream] = scenario.streams;
    if (stream === undefined) throw new Error('no stream');
    const atMs = Array.from({ length: 300 }, (_, k) => k * 100_000);
    const trace = { atMs, severities: atMs.map((_, k) => (k % 3 === 0 ? 0 : 2)) };
    const streams = [{ ...stream, rate: { fromMs: [0], perMs: [0] }, trace }];
    expect(waitsOf({ ...scenario, streams })).toEqual([[60_000], [], [120_000]]);
  });
});
