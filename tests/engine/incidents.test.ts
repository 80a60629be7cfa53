import { describe, expect, it } from 'vitest';
import { storyOf, tellCase } from '#audit';
import { DAY_MS } from '#base';
import { CaseLives, caseHistory, openCasesAt, ScenarioNames } from '#cases';
import { CASE_STATES, type Scenario, TRANSITION_EVENTS } from '#domain';
import { openLedger } from '#ledger';
import { customerStatement } from '#statements';
import { caseAnswer } from '../../src/report/answer/case-answer.ts';
import { incidentSentences } from '../../src/report/answer/incident-text.ts';
import { checked } from '../bundle/recount/recounting.ts';
import { modelOf } from '../demand/model.ts';
import { evidenceOf } from '../exports/evidence-of.ts';
import { auditInMemory, runInMemory, sha256, successOf } from '../running.ts';

/**
 * Six cases, one every 10 minutes, and two agents who need 24 minutes for each. After 25 minutes they know the cause; after 62 it is mended.
 * The factor is so large that each of the six is an extra case.
 */
const SIX = modelOf(`
horizon: 4 h
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
segments:
  customers:
    channels: { phone: 1, web: 0 }
    arrivals: { intervals: fixed }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 0.144/day }]
surges:
  - from: 2014-11-03T00:00:00Z
    for: 65 min
    factor: 1000
    linked: { after: 25 min, perCase: 4 min, closedBy: 62 min }
work:
  handle: { tier1: { phone: fixed 24 min } }
  closing: 30 min
retention: { eraseAfter: 1 h }
`);

/** Minute, case, event and state after it, of each transition; and the links with their parents. */
function courseOf(scenario: Scenario, engine: 'compiled' | 'interpreted' | 'table') {
  const run = runInMemory(scenario, { engine });
  const moves: string[] = [];
  const links: string[] = [];
  successOf(openLedger(run.ledger, sha256)).forEach(({ a, aux, b, c, caseNumber, d, kind, timeMs }) => {
    const minute = timeMs / 60_000;
    if (kind === 5 && TRANSITION_EVENTS[aux] !== 'SUBMIT')
      moves.push(`${minute}: case ${caseNumber}, ${TRANSITION_EVENTS[aux]}, ${CASE_STATES[b]}`);
    if (kind === 39)
      links.push(`${minute}: case ${caseNumber} to ${d} of incident ${a}, instead of ${c / 60_000}`);
  });
  return { moves, links, run };
}

describe('six cases of one cause', () => {
  it.each(['compiled', 'table', 'interpreted'] as const)(
    'take the course worked out by hand, %s',
    (engine) => {
      const { links, moves } = courseOf(SIX, engine);
      // Cases come at 10, 20 … 60. The first two are worked as usual, until 34 and 44. The third has waited since 30.
      expect(moves).toEqual([
        '10: case 0, ASSIGN, open.working',
        '20: case 1, ASSIGN, open.working',
        '34: case 0, handling, resolved',
        '34: case 2, ASSIGN, open.working',
        '38: case 2, handling, open.linked',
        '40: case 3, ASSIGN, open.working',
        '44: case 1, handling, resolved',
        '44: case 3, handling, open.linked',
        '50: case 4, ASSIGN, open.working',
        '54: case 4, handling, open.linked',
        '60: case 5, ASSIGN, open.working',
        // The cause is mended: the parent comes first. The last case is still being linked.
        '62: case 2, MEND, resolved',
        '62: case 3, MEND, resolved',
        '62: case 4, MEND, resolved',
        '64: case 0, closing, closed',
        '64: case 5, handling, open.linked',
        '64: case 5, MEND, resolved',
        '74: case 1, closing, closed',
        '92: case 2, closing, closed',
        '92: case 3, closing, closed',
        '92: case 4, closing, closed',
        '94: case 5, closing, closed',
        '124: case 0, retention, erased',
        '134: case 1, retention, erased',
        '152: case 2, retention, erased',
        '152: case 3, retention, erased',
        '152: case 4, retention, erased',
        '154: case 5, retention, erased',
      ]);
      expect(links).toEqual([
        '38: case 2 to 2 of incident 0, instead of 24',
        '44: case 3 to 2 of incident 0, instead of 24',
        '54: case 4 to 2 of incident 0, instead of 24',
        '64: case 5 to 2 of incident 0, instead of 24',
      ]);
    },
  );

  it('are answered when they are linked and resolved with their parent, and the rest of their work is saved', () => {
    const { run } = courseOf(SIX, 'compiled');
    const { incidents = [], total } = run.summary;
    // Waits 0, 0, 4, 0, 0, 0 min; times to resolution 24, 24, 32, 22, 12, 4 min.
    expect([total.arrived, total.answered, total.resolved]).toEqual([6, 6, 6]);
    expect(total.speedOfAnswerS).toBe(40);
    expect(total.sojournMeanS).toBe(1180);
    expect(incidents).toEqual([
      {
        title: '1000 times as many cases',
        linked: 4,
        resolved: 4,
        linkingHours: 0.266667,
        savedHours: 1.33333,
      },
    ]);
    expect(incidentSentences(incidents)).toEqual([
      'Incident (1000 times as many cases): 4 cases were linked, which saved 1.3 h of work at these contacts; its end resolved all of them.',
    ]);
    const report = auditInMemory(run.ledger, SIX);
    expect(report.verdict).toBe('clean');
    expect(checked(run.summary, SIX, run.ledger).difference).toBeNull();
  });
});

describe('what is told of a linked case', () => {
  const run = runInMemory(SIX);
  const ledger = successOf(openLedger(run.ledger, sha256));
  const answerOf = (caseNumber: number) => {
    const history = caseHistory(storyOf(ledger, caseNumber), new ScenarioNames(SIX));
    return history === null ? '' : caseAnswer(history, SIX);
  };
  const lineOf = (caseNumber: number, about: number) =>
    tellCase(storyOf(ledger, caseNumber), SIX).find((line) => line.includes(`case ${about} is `)) ?? '';

  it('is its parent, and of the parent, which cases were linked to it', () => {
    expect(answerOf(0)).not.toContain('linked');
    expect(answerOf(3)).toContain('was resolved after 22 min; it was linked to case 2;');
    expect(answerOf(2)).toContain('it was the parent of an incident, to which 3 other cases were linked;');
    expect(lineOf(3, 3)).toContain(
      '00:44:00.000Z  case 3 is linked to the incident (1000 times as many cases)',
    );
    expect(lineOf(2, 2)).toContain('00:38:00.000Z  case 2 is the first that is linked to the incident');
    expect(lineOf(2, 5)).toContain('01:04:00.000Z  case 5 is linked to the incident');
    expect(lineOf(3, 5)).toBe('');
  });

  it('is the parent in a statement, which never names the other cases of a parent', () => {
    const cases = customerStatement(evidenceOf(SIX), 'customers')?.statement.what.cases ?? [];
    expect(cases.map(({ caseNumber, parentCase }) => [caseNumber, parentCase])).toEqual([
      [0, undefined],
      [1, undefined],
      [2, 2],
      [3, 2],
      [4, 2],
      [5, 2],
    ]);
    const customer = cases[2]?.customer ?? '';
    const own = customerStatement(evidenceOf(SIX), customer);
    expect(own?.entries.every(({ caseNumber }) => caseNumber === 2)).toBe(true);
    expect(own?.statement.what.cases.map(({ parentCase }) => parentCase)).toEqual([2]);
  });

  it('is that a case in a file of open cases waits as one that was transferred', () => {
    const atMs = 50 * 60_000;
    const lives = new CaseLives(SIX, [], atMs);
    ledger.forEach(lives.visit);
    const open = openCasesAt(lives, SIX, atMs);
    expect(open.map(({ id, sinceMs, state }) => [id, state, sinceMs / 60_000])).toEqual([
      ['0', 'resolved', -16],
      ['2', 'transferred', -12],
      ['1', 'resolved', -6],
      ['3', 'transferred', -6],
    ]);
  });
});

/** Much that may happen to a case before or after its link. `work`: more keys of the work; `more`: of the scenario. */
const desk = (work = '', more = '') =>
  modelOf(`
horizon: 3 days
products: { any: { title: Any }, other: { title: Other } }
dataCentres: { home: { outages: { random: { every: 30 h, for: 20 min } } } }
centres:
  home:
    groups:
      servers: { shifts: { always: { agents: 6, from: "07:00", to: "21:00" } }, absences: { every: 3 h, for: 15 min } }
      experts: { tier: 2, languages: [en], shifts: { always: { agents: 2, from: "07:00", to: "21:00" } } }
segments:
  customers:
    products: { any: 0.7, other: 0.3 }
    severities: { A: 0.1, B: 0.3, C: 0.6 }
    channels: { phone: 0.6, web: 0.4 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/h }]
surges:
  - { from: 2014-11-03T08:00:00Z, for: 2 h, factor: 3, linked: { after: 20 min, perCase: 2 min, closedBy: 4 h } }
  - { from: 2014-11-03T09:00:00Z, for: 1 h, product: other, factor: 4, linked: { after: 0 s, perCase: 1 min, closedBy: 14 h } }
  - { from: 2014-11-04T20:30:00Z, for: 1 h, factor: 4, linked: { after: 1 min, perCase: 3 min, closedBy: 14 h } }
work:
  patience: { phone: exponential 8 min }
  reopening: { share: 0.1, after: exponential 4 h }
  handle: { tier1: { phone: lognormal 9 min sigma 0.8, web: lognormal 7 min sigma 0.6 } }
  closing: 2 h
${work}
retention: { eraseAfter: 1 day }
targets:
  solved: { of: resolution, channel: all, severity: all, within: 1 h, target: 0.8 }
${more}`);

const DESKS: Readonly<Record<string, Scenario>> = {
  'with callbacks, retries and work after contacts': desk(`
  retry: { phone: { share: 0.5, after: exponential 20 min } }
  callback: { phone: { waiting: 3, accepted: 0.6, reached: 0.7, attempts: 2, again: 20 min, ring: 30 s } }
  escalation: { tier1: 0.3 }
  misrouted: { language: 0, product: 0.1, noticedAfter: 0.3 }
  severityRaise: { share: 0.1, after: exponential 30 min }
  afterContact: { tier1: { phone: fixed 2 min } }`),
  'with transfers to groups, consultations and interruptions': desk(
    `
  transfer:
    tier1: [{ to: 2, group: home/experts, share: 0.3, way: limited, waiting: 2, otherwise: go on, speed: 0.8 }, { to: 1, share: 0.1 }]
  consultation: { tier1: { share: 0.3, tier: 2, part: 0.5, whenNobodyIsFree: go on alone } }
  absence: { phone: pause }
  shiftEnd: { web: hand over }
  vendorWait: { tier1: { share: 0.1, reply: exponential 1 h } }
  customerWait: { share: 0.2, reply: exponential 2 h, autoClose: 1 day }`,
    'routing: { preemption: { by: A } }',
  ),
};

describe.each(Object.entries(DESKS))('a desk with three incidents, %s', (_, scenario) => {
  const run = runInMemory(scenario);

  it('is clean, and has the figures that its ledger gives', () => {
    const report = auditInMemory(run.ledger, scenario);
    expect(report.invariants.filter(({ violations }) => violations > 0)).toEqual([]);
    expect(report.verdict).toBe('clean');
    expect(checked(run.summary, scenario, run.ledger).difference).toBeNull();
    expect(run.summary.incidents?.every(({ linked }) => linked > 10)).toBe(true);
  });

  it('is the same compiled, by tables and interpreted', () => {
    for (const engine of ['table', 'interpreted'] as const) {
      const other = runInMemory({ ...scenario, horizonMs: DAY_MS }, { engine });
      expect(other.root).toBe(runInMemory({ ...scenario, horizonMs: DAY_MS }).root);
    }
  });
});
