import { describe, expect, it } from 'vitest';
import { actKind, CASE_STATES, type Scenario } from '#domain';
import { expectSameOnEveryEngine } from '../demand/model.ts';
import { auditInMemory, loadScenario, runInMemory } from '../running.ts';
import { overQueue, runObserved } from './observed-run.ts';

const OPEN = actKind('open');
const ASSIGN = actKind('assign');
const TRANSITION = actKind('transition');
const CENTRE = actKind('centre');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');
const WORKING = CASE_STATES.indexOf('open.working');

const isClean = (scenario: Scenario) => {
  const { invariants } = auditInMemory(runInMemory(scenario).ledger, scenario);
  expect(invariants.filter(({ violations }) => violations > 0).map(({ id }) => id)).toEqual([]);
};

describe('a group that keeps agents free', () => {
  const scenario = overQueue(`
horizon: 12 h
centres:
  home:
    groups:
      servers: { takesOnlyWhile: [{ severity: [B, C], idle: 4 }], shifts: { always: { agents: 20 } } }
segments:
  customers:
    severities: { A: 0.3, B: 0.3, C: 0.4 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 22/min }]
`);

  it('takes the other cases only while enough agents are free, and urgent cases whenever anybody is free', () => {
    const severities: number[] = [];
    const busyAt: number[][] = [[], [], []];
    let busy = 0;
    const summary = runObserved(scenario, (_timeMs, kind, aux, caseNumber, before, after) => {
      if (kind === OPEN) severities[caseNumber] = aux >> 2;
      else if (kind === ASSIGN) busyAt[severities[caseNumber] as number]?.push(busy);
      else if (kind === TRANSITION) busy += Number(after === WORKING) - Number(before === WORKING);
    });
    const [urgent, ...others] = busyAt.map((counts) => Math.max(...counts));
    expect(urgent).toBe(19);
    expect(others).toEqual([16, 16]);
    const [a, , c] = summary.severities;
    expect((a?.speedOfAnswerS as number) * 10).toBeLessThan(c?.speedOfAnswerS as number);
    isClean(scenario);
  });

  it('keeps a share of those on duty free, however many that are', () => {
    const night = overQueue(`
horizon: 12 h
centres:
  home:
    groups:
      servers:
        takesOnlyWhile: [{ severity: C, idleShare: 0.5 }]
        shifts: { always: { agents: 8 }, more: { agents: 8, from: "00:00", to: "06:00" } }
segments:
  customers:
    severities: { C: 1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/min }]
`);
    const most = [0, 0];
    let busy = 0;
    runObserved(night, (timeMs, kind, _aux, _case, before, after) => {
      if (kind !== TRANSITION) return;
      busy += Number(after === WORKING) - Number(before === WORKING);
      // Agents of the first shift finish their contacts after its end.
      const part = timeMs < 6 * 3_600_000 ? 0 : 1;
      if (part === 0 || timeMs > 6.5 * 3_600_000) most[part] = Math.max(most[part] as number, busy);
    });
    expect(most).toEqual([9, 5]);
    isClean(night);
  });

  it('takes all cases if it has no conditions, as without the key', () => {
    const { groups } = scenario;
    const guard = { severities: null, channels: null, segment: null, product: null, idle: 1, down: null };
    const without = groups.map(({ takesOnlyWhile, ...group }) => group);
    const always = without.map((group) => ({ ...group, takesOnlyWhile: [guard] }));
    const root = (own: Scenario['groups']) =>
      runInMemory({ ...scenario, groups: own, horizonMs: 7_200_000 }).cases;
    expect(root(always)).toBe(root(without));
    const summaryOf = (own: Scenario['groups']) =>
      runInMemory({ ...scenario, groups: own, horizonMs: 7_200_000 }).summary;
    expect(summaryOf(always)).toEqual(summaryOf(without));
  });
});

describe('a group that takes over while a centre is down', () => {
  const base = loadScenario('german-night');
  const home = base.groups[0]?.centre as number;
  const takeOver = { severities: null, channels: null, segment: null, product: null, idle: null, down: home };
  const elsewhere = base.groups.map((group) =>
    group.centre === home ? group : { ...group, takesOnlyWhile: [takeOver] },
  );
  const scenario = { ...base, groups: elsewhere };

  it('takes cases then, at once, and at no other time', () => {
    const outage = { fromMs: 10 * 3_600_000, toMs: 14 * 3_600_000 };
    const withOutage = {
      ...scenario,
      centres: scenario.centres.map((centre, c) =>
        c === home ? { ...centre, plannedOutages: [outage], randomOutages: [] } : centre,
      ),
    };
    let isUp = true;
    let taken = 0;
    let atOnce = 0;
    runObserved(withOutage, (timeMs, kind, aux, _case, a) => {
      if (kind === CENTRE && a === home) isUp = aux === 1;
      if (kind !== ASSIGN || withOutage.groups[a]?.centre === home) return;
      taken++;
      if (timeMs === outage.fromMs) atOnce++;
      expect(isUp).toBe(false);
    });
    expect(taken).toBeGreaterThan(20);
    expect(atOnce).toBeGreaterThan(0);
    isClean(withOutage);
  });

  it('gives the same result on every engine', () => {
    expectSameOnEveryEngine(scenario);
  });
});

describe('a group that ranks kinds of cases', () => {
  const scenarioWith = (groups: string, preference = 'longest idle') =>
    overQueue(`
horizon: 12 h
centres: { home: { groups: { servers: null, ${groups} } } }
segments:
  customers:
    severities: { A: 0.3, B: 0.3, C: 0.4 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 19/min }]
routing: { preference: ${preference} }
`);
  const groupOf = (agents: number, takesFirst: string) =>
    `{ tier: 1, languages: [en], products: all, takesFirst: [${takesFirst}], shifts: { all: { agents: ${agents}, from: "00:00", to: "24:00" } } }`;

  it('takes the largest weighted wait among kinds of equal rank', () => {
    const ranked = '{ severity: A }, { severity: B, rank: 2, weight: 3 }, { severity: C, rank: 2 }';
    const weights = [Number.POSITIVE_INFINITY, 3, 1];
    const severities: number[] = [];
    const joinedMs = new Map<number, number>();
    const taken = [0, 0, 0];
    let beforeMoreSevere = 0;
    let passedOver = 0;
    runObserved(
      scenarioWith(`all: ${groupOf(20, ranked)}`),
      (timeMs, kind, aux, caseNumber, before, after) => {
        if (kind === OPEN) severities[caseNumber] = aux >> 2;
        if (kind !== TRANSITION) return;
        if (after === WAITING) joinedMs.set(caseNumber, timeMs);
        if (before !== WAITING) return;
        const waitedMs = timeMs - (joinedMs.get(caseNumber) ?? timeMs);
        joinedMs.delete(caseNumber);
        if (after !== WORKING || waitedMs === 0 || joinedMs.size === 0) return;
        const severity = severities[caseNumber] as number;
        taken[severity] = (taken[severity] as number) + 1;
        for (const [other, sinceMs] of joinedMs) {
          if (sinceMs === timeMs) continue;
          const weight = weights[severities[other] as number] as number;
          if (weight * (timeMs - sinceMs) > (weights[severity] as number) * waitedMs) passedOver++;
          if ((severities[other] as number) < severity) beforeMoreSevere++;
        }
      },
    );
    expect(passedOver).toBe(0);
    for (const count of taken) expect(count).toBeGreaterThan(20);
    expect(beforeMoreSevere).toBeGreaterThan(20);
  });

  it('takes the highest rank that waits, and within a rank the most urgent first', () => {
    const scenario = scenarioWith(`all: ${groupOf(20, '{ severity: C }, { severity: B, channel: web }')}`);
    const waiting = [0, 0, 0];
    const severities: number[] = [];
    const taken = [0, 0, 0];
    runObserved(scenario, (_timeMs, kind, aux, caseNumber, before, after) => {
      if (kind === OPEN) severities[caseNumber] = aux >> 2;
      if (kind !== TRANSITION) return;
      const severity = severities[caseNumber] as number;
      if (after === WAITING) waiting[severity] = (waiting[severity] as number) + 1;
      if (before !== WAITING) return;
      waiting[severity] = (waiting[severity] as number) - 1;
      // A case that is taken on arrival has not waited behind anybody.
      const others = waiting.reduce((sum, length) => sum + length, 0);
      if (after !== WORKING || others === 0) return;
      taken[severity] = (taken[severity] as number) + 1;
      if (severity === 0) expect(waiting.slice(1)).toEqual([0, 0]);
      if (severity === 1) expect(waiting[2]).toBe(0);
    });
    expect(Math.min(...taken)).toBeGreaterThan(100);
    isClean(scenario);
  });

  it('is preferred for kinds that it ranks higher than other groups do', () => {
    const scenario = scenarioWith(
      `urgent: ${groupOf(14, '{ severity: A }')}, others: ${groupOf(14, '{ severity: [B, C] }')}`,
      'kind rank',
    );
    const severities: number[] = [];
    const counts = [0, 0];
    runObserved(scenario, (_timeMs, kind, aux, caseNumber, group, candidates) => {
      if (kind === OPEN) severities[caseNumber] = aux >> 2;
      if (kind !== ASSIGN || candidates !== 2) return;
      const expected = severities[caseNumber] === 0 ? 0 : 1;
      expect(group).toBe(expected);
      counts[expected] = (counts[expected] as number) + 1;
    });
    expect(Math.min(...counts)).toBeGreaterThan(100);
    isClean(scenario);
  });
});

const ATLANTIC = `
horizon: 24 h
centres:
  home:
    groups:
      servers: { shifts: { always: { agents: 10 } } }
  far:
    { title: Far, country: US, timeZone: UTC, entity: vendor, region: far, at: [0, 0], access: remote view, hours: 24x7,
      groups: { helpers: { tier: 1, languages: [en], products: all, takesOnlyWhile: FAR, shifts: { always: { agents: 6, from: "00:00", to: "24:00" } } } } }
`;
const CUSTOMERS = (rate: string) =>
  `customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]`;

describe('a group that is open to a case only after its own wait', () => {
  const scenario =
    overQueue(`${ATLANTIC.replace('FAR', '[{ severity: [A, B], waited: 30 s }, { severity: C, waited: 2 min }]')}
segments: { customers: { severities: { A: 0.2, B: 0.3, C: 0.5 }, ${CUSTOMERS('12/min')} } }
routing: { preference: overflow list, overflow: [home/servers, far/helpers] }
`);
  const far = scenario.groups.findIndex(({ id }) => id === 'far/helpers');

  it('takes no case earlier, and most cases at exactly that moment', () => {
    const severities: number[] = [];
    const waits: number[][] = [[], [], []];
    let atHome = 0;
    runObserved(scenario, (_timeMs, kind, aux, caseNumber, group, _candidates, _agent, waitMs) => {
      if (kind === OPEN) severities[caseNumber] = aux >> 2;
      if (kind !== ASSIGN) return;
      if (group === far) waits[severities[caseNumber] as number]?.push(waitMs);
      else atHome++;
    });
    expect(waits.map((own) => Math.min(...own))).toEqual([30_000, 30_000, 120_000]);
    for (const own of waits) {
      expect(own.length).toBeGreaterThan(25);
      expect(own.filter((wait) => wait === Math.min(...own)).length).toBeGreaterThan(own.length / 2);
    }
    expect(atHome).toBeGreaterThan(10_000);
    isClean(scenario);
  });

  it('gives the same result on every engine', () => {
    expectSameOnEveryEngine({ ...scenario, horizonMs: 7_200_000 });
  });
});

describe('a group that helps another queue depending on the ratio of their lengths', () => {
  const scenario =
    overQueue(`${ATLANTIC.replace('FAR', '[{ segment: customers, longerThan: { segment: others, ratio: 2, by: 3 } }]')}
segments:
  customers: { severities: { C: 1 }, ${CUSTOMERS('10/min')} }
  others:
    { promise: none, placement: home, products: { any: 1 }, severities: { C: 1 }, channels: { web: 1 },
      ${CUSTOMERS('5/min').replace('home', 'far')} }
`);
  const far = scenario.groups.findIndex(({ id }) => id === 'far/helpers');

  it("takes that queue's cases if and only if it is long enough in proportion", () => {
    const segments: number[] = [];
    const lengths = [0, 0];
    let helped = 0;
    let own = 0;
    runObserved(scenario, (_timeMs, kind, _aux, caseNumber, before, after) => {
      if (kind === OPEN) segments[caseNumber] = scenario.streams[before]?.segment as number;
      const segment = segments[caseNumber] as number;
      if (kind === TRANSITION) {
        lengths[segment] =
          (lengths[segment] as number) + Number(after === WAITING) - Number(before === WAITING);
      }
      if (kind !== ASSIGN || before !== far) return;
      if (segment !== 0) own++;
      else {
        helped++;
        expect(lengths[0]).toBeGreaterThan(2 * (lengths[1] as number) + 3);
      }
    });
    expect(helped).toBeGreaterThan(500);
    expect(own).toBeGreaterThan(500);
    // The auditor counts the queues as well, and finds no case waiting for which the condition holds while somebody is free.
    isClean(scenario);
  });

  it('gives the same result on every engine', () => {
    expectSameOnEveryEngine({ ...scenario, horizonMs: 7_200_000 });
  });
});

/** Four agents who take all cases, and so many helpers who take them only under a condition. */
function withHelpers(helpers: number, condition: string, severities: string, rate: string, routing: string) {
  return overQueue(`
horizon: 2 days
centres:
  home:
    groups:
      servers: { shifts: { always: { agents: 4 } } }
      helpers:
        { tier: 1, languages: [en], products: all, shifts: { always: { agents: ${helpers}, from: "00:00", to: "24:00" } },
          takesOnlyWhile: [{ ${condition} }] }
segments:
  customers:
    severities: ${severities}
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
${routing}
`);
}

describe('a group that helps if a queue is long', () => {
  const world = (routing: string) =>
    withHelpers(2, 'longerThan: { severity: A, ratio: 1, by: 5 }', '{ A: 0.1, C: 0.9 }', '5/min', routing);

  it.each(['', 'routing: { commitment: { to: centre, by: join the shortest queue } }'])(
    'begins with the case that has waited longest, not with the one that makes the queue long enough (%s)',
    (routing) => {
      const scenario = world(routing);
      const severityOf = new Map<number, number>();
      const waiting = new Set<number>();
      let [helped, overtaken] = [0, 0];
      runObserved(scenario, (_timeMs, kind, aux, caseNumber, a) => {
        if (kind === OPEN) severityOf.set(caseNumber, aux >> 2);
        if (kind === OPEN) waiting.add(caseNumber);
        if (kind !== ASSIGN) return;
        const severity = severityOf.get(caseNumber);
        const first = [...waiting].find((one) => severityOf.get(one) === severity);
        if (a === 1 && waiting.size > 3) helped++;
        if (first !== caseNumber) overtaken++;
        waiting.delete(caseNumber);
      });
      expect(helped).toBeGreaterThan(100);
      expect(overtaken).toBe(0);
      isClean(scenario);
    },
  );
});

describe('conditions under other queue orders', () => {
  const weights = [6, 2, 1];
  const shares = [0.1, 0.3, 0.6];
  const world = (order: string) =>
    withHelpers(1, 'waited: 90 s', '{ A: 0.2, B: 0.3, C: 0.5 }', '4.6/min', `routing: { order: ${order} }`);
  interface Waiting {
    readonly severity: number;
    readonly sinceMs: number;
    readonly number: number;
  }
  type Before = (one: Waiting, other: Waiting, nowMs: number, lengths: readonly number[]) => boolean;
  const weighed = ({ severity, sinceMs }: Waiting, nowMs: number) =>
    (weights[severity] as number) * (nowMs - sinceMs);
  const excess = ({ severity }: Waiting, lengths: readonly number[]) =>
    (lengths[severity] as number) -
    (shares[severity] as number) * lengths.reduce((sum, length) => sum + length, 0);

  it.each<[string, Before]>([
    [
      'last in first out',
      (one, other) =>
        one.severity - other.severity < 0 || (one.severity === other.severity && one.number > other.number),
    ],
    ['random', (one, other) => one.severity < other.severity],
    [
      'longest queue first',
      (one, other) =>
        one.severity < other.severity || (one.severity === other.severity && one.number < other.number),
    ],
    [
      'longest weighted wait, weights: { A: 6, B: 2, C: 1 }',
      (one, other, nowMs) => weighed(one, nowMs) > weighed(other, nowMs),
    ],
    [
      'fixed queue ratio, queueShares: { A: 0.1, B: 0.3, C: 0.6 }',
      (one, other, _nowMs, lengths) =>
        one.severity === other.severity
          ? one.number < other.number
          : excess(one, lengths) > excess(other, lengths) + 1e-9,
    ],
  ])('leave the choice among the permitted cases to the queue order: %s', (order, isBefore) => {
    const scenario = world(order);
    const waiting = new Map<number, Waiting>();
    let [choices, wrong] = [0, 0];
    runObserved(scenario, (timeMs, kind, aux, number, group) => {
      if (kind === OPEN) waiting.set(number, { severity: aux >> 2, sinceMs: timeMs, number });
      if (kind !== ASSIGN) return;
      const taken = waiting.get(number) as Waiting;
      if (group === 1) {
        const all = [...waiting.values()];
        const lengths = [0, 1, 2].map((severity) => all.filter((one) => one.severity === severity).length);
        const admitted = all.filter(({ sinceMs }) => timeMs - sinceMs >= 90_000);
        expect(admitted).toContain(taken);
        if (admitted.length > 1) choices++;
        if (admitted.some((one) => one !== taken && isBefore(one, taken, timeMs, lengths))) wrong++;
      }
      waiting.delete(number);
    });
    expect(choices).toBeGreaterThan(100);
    expect(wrong).toBe(0);
    isClean(scenario);
  });
});
