import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { type AgentGroup, actKind, COMMITMENT_STEPS, type Scenario } from '#domain';
import { checked } from '../bundle/recount/recounting.ts';
import { auditedRun } from '../demand/model.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { parseOverMinimal, scenarioOf } from '../scenario/parsing.ts';
import { overQueue, runObserved } from './observed-run.ts';

const ASSIGN = actKind('assign');
const COMMITMENT = actKind('commitment');
const OPEN = actKind('open');
const JOINS = COMMITMENT_STEPS.indexOf('joins');

const GROUP = (agents: number, hours = '00:00 24:00') => {
  const [from, to] = hours.split(' ');
  return `{ tier: 1, languages: [en], products: all, shifts: { always: { agents: ${agents}, from: "${from}", to: "${to}" } } }`;
};
const PLACE = (name: string, groups: string) =>
  `  ${name}: { title: ${name}, country: US, timeZone: UTC, entity: vendor, region: home, at: [0, 0], access: remote view, hours: 24x7, groups: { ${groups} } }`;

/** Three centres: 0 home with four agents, 1 north with two groups, 2 south with one. */
const places = (kinds: string, more = '', rate = '7/min', southHours?: string) =>
  overQueue(`
horizon: 6 h
centres:
  home: { groups: { servers: { shifts: { always: { agents: 4 } } } } }
${PLACE('north', `one: ${GROUP(2)}, two: ${GROUP(1)}`)}
${PLACE('south', `one: ${GROUP(3, southHours)}`)}
segments:
  customers:
    severities: { A: 0.3, C: 0.7 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
routing: { allocation: { ${kinds} } }
${more}
`);

/** Cases allocated to each centre, by severity; and cases answered by agents of another centre than theirs. */
function allocations(scenario: Scenario) {
  const severities: number[] = [];
  const centreOf = new Map<number, number>();
  const counts = new Map<string, number>();
  let elsewhere = 0;
  const centreOfAgent = (agent: number) => (agent < 4 ? 0 : agent < 7 ? 1 : 2);
  runObserved(scenario, (_, kind, aux, caseNumber, a, __, agent) => {
    if (kind === OPEN) severities[caseNumber] = aux >> 2;
    if (kind === COMMITMENT && aux === JOINS) {
      const key = `${'ABC'[severities[caseNumber] as number]}${a}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      centreOf.set(caseNumber, a);
    }
    if (kind === ASSIGN && centreOfAgent(agent) !== centreOf.get(caseNumber)) elsewhere++;
  });
  const of = (key: string) => counts.get(key) ?? 0;
  return { of, elsewhere, all: [...counts.values()].reduce((sum, one) => sum + one, 0) };
}

const SHARES = 'kinds: [{ shares: { home: 0.5, north: 0.3, south: 0.2 } }]';

/** Within four standard errors of the share. */
function expectShare(count: number, of: number, share: number): void {
  expect(Math.abs(count / of - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / of));
}

describe('an allocation by shares', () => {
  it('sends each case to its centre, where alone it is taken', () => {
    const { all, elsewhere, of } = allocations(places(SHARES));
    expect(all).toBeGreaterThan(2200);
    expect(elsewhere).toBe(0);
    for (const [centre, share] of [0.5, 0.3, 0.2].entries())
      expectShare(of(`A${centre}`) + of(`C${centre}`), all, share);
  });

  it('is that of the first kind that the case belongs to', () => {
    const kinds = 'kinds: [{ severity: A, shares: { south: 1 } }, { shares: { home: 0.6, north: 0.4 } }]';
    const { of } = allocations(places(kinds));
    expect([of('A0'), of('A1'), of('C2')]).toEqual([0, 0, 0]);
    expectShare(of('C0'), of('C0') + of('C1'), 0.6);
  });

  it('shares what nobody on duty may take among the other centres, in proportion', () => {
    const { all, of } = allocations(places(SHARES, '', '7/min', '00:00 00:01'));
    expect(of('A2') + of('C2')).toBeLessThan(10);
    expectShare(of('A0') + of('C0'), all, 0.5 / 0.8);
  });

  it('never draws a centre that promise or law forbids, whatever its share', () => {
    const { scenario } = scenarioOf(
      parseOverMinimal(`
entities: { american: { kind: vendor, country: US } }
centres:
${PLACE('denver', `one: ${GROUP(5)}`).replace('timeZone: UTC, entity: vendor', 'timeZone: UTC, entity: american')}
routing: { allocation: { kinds: [{ shares: { denver: 0.9, dublin: 0.1 } }] } }
`),
    );
    const centres = new Set<number>();
    let count = 0;
    runObserved(scenario, (_, kind, aux, __, centre) => {
      if (kind !== COMMITMENT || aux !== JOINS) return;
      centres.add(centre);
      count++;
    });
    expect([...centres]).toEqual([scenario.centres.findIndex(({ id }) => id === 'dublin')]);
    expect(count).toBeGreaterThan(50);
    expect(auditedRun(scenario).violated).toEqual([]);
  });

  it('depends on no other decision: more agents change no allocation', () => {
    const centres = (scenario: Scenario) => {
      const found: (number | undefined)[] = [];
      runObserved(scenario, (_, kind, aux, caseNumber, a) => {
        if (kind === COMMITMENT && aux === JOINS) found[caseNumber] ??= a;
      });
      return found;
    };
    const scenario = places(SHARES);
    const [first, ...others] = scenario.groups;
    const shifts = first?.shifts.map((shift) => ({ ...shift, agents: 9 })) ?? [];
    const larger = { ...scenario, groups: [{ ...(first as AgentGroup), shifts }, ...others] };
    expect(centres(larger)).toEqual(centres(scenario));
  });
});

describe('an allocation to the best of several', () => {
  it('compares all places if all are drawn', () => {
    const lengths = [0, 0, 0];
    const lineOf = new Map<number, number>();
    let worse = 0;
    runObserved(
      places('kinds: [{ bestOf: 3, by: shortest queue }]', '', '9/min'),
      (_, kind, aux, caseNumber, a) => {
        if (kind === ASSIGN) {
          const line = lineOf.get(caseNumber);
          if (line !== undefined) lengths[line] = (lengths[line] as number) - 1;
          lineOf.delete(caseNumber);
        }
        if (kind !== COMMITMENT || aux !== JOINS) return;
        if ((lengths[a] as number) > Math.min(...lengths)) worse++;
        lineOf.set(caseNumber, a);
        lengths[a] = (lengths[a] as number) + 1;
      },
    );
    expect(worse).toBe(0);
  });
});

describe('engines and audit', () => {
  it.each([
    ['shares', SHARES, ''],
    ['release', `${SHARES}, releaseAfter: 90 s`, ''],
    ['groups', 'to: group, kinds: [{ shares: { home/servers: 0.7, north/one: 0.3 } }]', ''],
    ['best of two by queue', 'kinds: [{ bestOf: 2, by: shortest queue }]', ''],
    ['best of two by load', 'to: group, kinds: [{ severity: A, bestOf: 2 }], releaseAfter: 3 min', ''],
    [
      'outages',
      `${SHARES}, releaseAfter: 10 min`,
      'work: { outage: { web: hand over }, afterContact: { tier1: { web: exponential 20 s } }, patience: { web: exponential 3 min }, retry: { web: { share: 0.5, after: exponential 10 min } } }',
    ],
    [
      'interruptions',
      'kinds: [{ severity: A, shares: { north: 1 } }, { bestOf: 2, by: least load }]',
      'work: { severityRaise: { share: 0.2, after: exponential 2 min }, customerWait: { share: 0.3, reply: exponential 20 min, autoClose: 1 day } }',
    ],
  ])('agree: %s', (_, kinds, more) => {
    const scenario = places(kinds, more, '6/min', '00:30 01:40');
    const { summary, violated } = auditedRun({ ...scenario, horizonMs: 2 * HOUR_MS });
    expect(violated).toEqual([]);
    expect(summary.total.answered).toBeGreaterThan(500);
  });

  it('have a summary that follows from the ledger', () => {
    const scenario = {
      ...places('kinds: [{ bestOf: 2 }], releaseAfter: 1 min', '', '9/min'),
      horizonMs: HOUR_MS,
    };
    const { ledger, summary } = runInMemory(scenario);
    expect(checked(summary, scenario, ledger).difference).toBeNull();
  });

  /** What R10 reports if one allocation was carried out and another was promised. */
  const said = (done: string, promised: string) => {
    const short = (kinds: string) => ({ ...places(kinds, '', '9/min'), horizonMs: HOUR_MS });
    const { ledger } = runInMemory(short(done));
    const found = auditInMemory(ledger, short(promised)).invariants.find(({ id }) => id === 'R10');
    return found?.counterexample?.message ?? '';
  };

  it('report a case that was allocated against the rule', () => {
    expect(said(SHARES, SHARES)).toBe('');
    expect(said(SHARES, 'kinds: [{ shares: { home: 1 } }]')).toContain('that has no share of such cases');
    expect(said(SHARES, 'kinds: [{ bestOf: 3, by: least load }]')).toContain(
      'of 3 places are better, and 3 of them are drawn',
    );
    expect(said(SHARES, 'kinds: [{ severity: B, bestOf: 1 }]')).toContain('its kind is open to all');
    expect(said('kinds: [{ severity: B, bestOf: 1 }]', SHARES)).toContain('is opened to all, although');
  });
});
