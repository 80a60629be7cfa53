import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import {
  ACCESS_PURPOSES,
  actKind,
  COPY_ROLES,
  ESCALATION_REASONS,
  isZoneMember,
  type Scenario,
  WAITING_CAUSES,
} from '#domain';
import { openLedger } from '#ledger';
import { answerOf } from '#report';
import { lateAnswersIn } from '../../src/apps/shared/evidence/audit-run.ts';
import { auditInMemory, loadScenario, type RunInMemory, runInMemory, sha256 } from '../running.ts';

/** What each dated scenario is meant to show, read from its ledger. */

interface Entry {
  readonly timeMs: number;
  readonly kind: number;
  readonly aux: number;
  readonly caseNumber: number;
  readonly a: number;
}

function entriesOf({ ledger }: RunInMemory): readonly Entry[] {
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const entries: Entry[] = [];
  opened.value.forEach(({ a, aux, caseNumber, kind, timeMs }) => {
    entries.push({ timeMs, kind, aux, caseNumber, a });
  });
  return entries;
}

describe('german-night: Dublin down from 21:00 to 06:00 UTC', () => {
  let scenario: Scenario;
  let entries: readonly Entry[];
  /** Segment of each case. */
  let segmentOf: ReadonlyMap<number, string>;
  const DOWN = { from: (24 + 21) * HOUR_MS, to: (48 + 6) * HOUR_MS };

  beforeAll(() => {
    scenario = loadScenario('german-night');
    entries = entriesOf(runInMemory(scenario));
    const opened = entries.filter(({ kind }) => kind === actKind('open'));
    segmentOf = new Map(
      opened.map(({ caseNumber, a }) => [
        caseNumber,
        scenario.segments[scenario.streams[a]?.segment ?? -1]?.id ?? '?',
      ]),
    );
  });

  const during = (kind: Parameters<typeof actKind>[0], segment: string) =>
    entries.filter(
      (entry) =>
        entry.kind === actKind(kind) &&
        entry.timeMs >= DOWN.from &&
        entry.timeMs < DOWN.to &&
        segmentOf.get(entry.caseNumber) === segment,
    );
  const centreOf = (group: number) => scenario.centres[scenario.groups[group]?.centre ?? -1]?.id;

  it('lets restricted cases wait because residency leaves no eligible centre', () => {
    const causes = during('wait', 'premier').map(({ aux }) => WAITING_CAUSES[aux]);
    expect(causes.filter((cause) => cause === 'residency leaves no eligible centre').length).toBeGreaterThan(
      5,
    );
  });

  it('gives restricted cases that another EEA centre can work to that centre, and none to Redmond', () => {
    const centres = new Set(during('assign', 'premier').map(({ a }) => centreOf(a)));
    expect([...centres]).toEqual(['sofia']);
  });

  it('gives the unrestricted twin to Redmond too, where somebody is awake', () => {
    const twin = during('assign', 'twin');
    expect(new Set(twin.map(({ a }) => centreOf(a)))).toEqual(new Set(['sofia', 'redmond']));
    const causes = during('wait', 'twin').map(({ aux }) => WAITING_CAUSES[aux]);
    expect(causes).not.toContain('residency leaves no eligible centre');
  });

  it('never stores a copy of a restricted case outside the EEA', () => {
    const places = [...scenario.dataCentres, ...scenario.centres].map(({ country }) => country);
    const stored = entries.filter(
      ({ kind, caseNumber }) => kind === actKind('store') && segmentOf.get(caseNumber) === 'premier',
    );
    expect(stored.length).toBeGreaterThan(300);
    expect(new Set(stored.map(({ a }) => places[a]))).toEqual(new Set(['IE', 'NL', 'BG']));
  });
});

describe('london-2020: across 2020-12-31T23:00Z', () => {
  const violationsOf = (name: string, breach?: string) => {
    const scenario = loadScenario(name);
    const { ledger } = runInMemory(scenario, breach === undefined ? {} : { breach });
    const { invariants } = auditInMemory(ledger, scenario);
    return { scenario, broken: invariants.filter(({ violations }) => violations > 0) };
  };

  it('breaks the promise at that exact moment if nobody planned', () => {
    const { scenario, broken } = violationsOf('london-2020');
    expect(broken.map(({ id }) => id)).toEqual(['R1', 'R22']);
    const at = scenario.startEpochMs + (broken[0]?.counterexample?.timeMs ?? 0);
    expect(new Date(at).toISOString()).toBe('2020-12-31T23:00:00.000Z');
  });

  it('breaks nothing if London is evacuated in time, and leaves no copy there', () => {
    const { scenario, broken } = violationsOf('london-2020-evacuated');
    expect(broken).toEqual([]);
    const entries = entriesOf(runInMemory(scenario));
    const london = scenario.dataCentres.findIndex(({ id }) => id === 'london');
    const count = (kind: 'store' | 'delete') =>
      entries.filter((entry) => entry.kind === actKind(kind) && entry.a === london).length;
    expect(count('store')).toBeGreaterThan(100);
    expect(count('delete')).toBe(count('store'));
  });

  it('a Zurich copy: avoided under EEA, a violation if made nevertheless, permitted under EU + EFTA', () => {
    expect(violationsOf('zurich-eea').broken).toEqual([]);
    expect(violationsOf('zurich-eea', 'store-outside').broken.map(({ id }) => id)).toEqual(['R1']);
    const { scenario, broken } = violationsOf('zurich-efta');
    expect(broken).toEqual([]);
    const zurich = scenario.dataCentres.findIndex(({ country }) => country === 'CH');
    const primaries = entriesOf(runInMemory(scenario)).filter(
      ({ kind, aux, a }) => kind === actKind('store') && COPY_ROLES[aux] === 'primary' && a === zurich,
    );
    expect(primaries.length).toBeGreaterThan(100);
  });
});

describe('safe-harbor-2015: across 6 October 2015', () => {
  it('lets Redmond see cases until that midnight, and nobody outside Europe from then on', () => {
    const scenario = loadScenario('safe-harbor-2015');
    const entries = entriesOf(runInMemory(scenario));
    // Midnight in Brussels.
    const fall = Date.UTC(2015, 9, 5, 22) - scenario.startEpochMs;
    const redmond = scenario.centres.findIndex(({ id }) => id === 'redmond');
    const seen = entries.filter(({ a, kind }) => kind === actKind('view') && a === redmond);
    expect(seen.length).toBeGreaterThan(200);
    expect(seen.filter(({ timeMs }) => timeMs >= fall)).toEqual([]);

    const reasons = entries.filter(({ kind, timeMs }) => kind === actKind('escalate') && timeMs === fall);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { aux } of reasons) expect(ESCALATION_REASONS[aux]).toBe('residency');

    const virginia = scenario.dataCentres.findIndex(({ id }) => id === 'virginia');
    const inVirginia = (kind: 'store' | 'delete') =>
      entries.filter((entry) => entry.kind === actKind(kind) && entry.a === virginia);
    expect(inVirginia('store').filter(({ timeMs }) => timeMs >= fall)).toEqual([]);
    const moved = inVirginia('delete').filter(({ timeMs }) => timeMs === fall + 24 * HOUR_MS);
    expect(moved.length).toBeGreaterThan(100);
    expect(inVirginia('delete').filter(({ timeMs }) => timeMs > fall + 24 * HOUR_MS)).toEqual([]);
  });
});

describe('dpf-falls: the framework ends on 9 March 2027, and the vendor signs clauses on Friday', () => {
  const scenario = loadScenario('dpf-falls');
  const entries = entriesOf(runInMemory(scenario));
  const fall = Date.UTC(2027, 2, 8, 23) - scenario.startEpochMs;
  const signed = Date.UTC(2027, 2, 12, 9) - scenario.startEpochMs;
  const segmentOf = new Map(
    entries
      .filter(({ kind }) => kind === actKind('open'))
      .map(({ a, caseNumber }) => [caseNumber, scenario.segments[scenario.streams[a]?.segment ?? -1]?.id]),
  );
  /** Views in between, by the customers' segment and the centre. */
  const seen = entries
    .filter(({ kind, timeMs }) => kind === actKind('view') && timeMs >= fall && timeMs < signed)
    .map(({ a, caseNumber }) => `${segmentOf.get(caseNumber)} ${scenario.centres[a]?.id}`);

  it('leaves cases from the EEA to Dublin, and to Denver, which has clauses; Swiss cases go on in Redmond', () => {
    expect(new Set(seen)).toEqual(
      new Set(
        ['standard', 'swiss'].flatMap((id) => [`${id} dublin`, `${id} denver`]).concat('swiss redmond'),
      ),
    );
    expect(seen.filter((one) => one === 'standard denver').length).toBeGreaterThan(50);
    expect(seen.filter((one) => one === 'swiss redmond').length).toBeGreaterThan(10);
  });

  it('strands cases in Polish from that midnight on, and no others, until the vendor has signed', () => {
    const stranded = entries.filter(
      ({ aux, kind }) =>
        kind === actKind('wait') && WAITING_CAUSES[aux] === 'residency leaves no eligible centre',
    );
    expect(stranded.length).toBeGreaterThan(50);
    for (const { caseNumber, timeMs } of stranded) {
      expect(segmentOf.get(caseNumber)).toBe('polish');
      expect(timeMs >= fall && timeMs < signed).toBe(true);
    }
    const [first] = entries.filter(
      ({ caseNumber, kind, timeMs }) =>
        kind === actKind('view') && timeMs >= fall && segmentOf.get(caseNumber) === 'polish',
    );
    expect(first?.timeMs).toBe(signed);
  });
});

describe('crash-dump: a laboratory in Redmond that keeps a copy of what it works on', () => {
  it('gives it no dump of customers who were promised otherwise, and keeps none of the others for long', () => {
    const scenario = loadScenario('crash-dump');
    const run = runInMemory(scenario);
    const entries = entriesOf(run);
    const laboratory = scenario.centres.findIndex(({ id }) => id === 'laboratory');
    const place = scenario.dataCentres.length + laboratory;
    const dumps = entries.filter(({ a, kind }) => kind === actKind('store') && a === place);
    expect(dumps.length).toBeGreaterThan(50);
    const standard = scenario.segments.findIndex(({ id }) => id === 'standard');
    const ofStandard = new Set(
      entries
        .filter(({ a, kind }) => kind === actKind('open') && scenario.streams[a]?.segment === standard)
        .map(({ caseNumber }) => caseNumber),
    );
    for (const { caseNumber } of dumps) expect(ofStandard.has(caseNumber)).toBe(true);
    const { invariants } = auditInMemory(run.ledger, scenario);
    const workingCopies = invariants.find(({ id }) => id === 'R16');
    expect(workingCopies).toMatchObject({ violations: 0 });
    expect(workingCopies?.checks).toBeGreaterThan(50);
  });

  it('is reported if the laboratory gets them nevertheless', () => {
    const scenario = loadScenario('crash-dump');
    const { ledger } = runInMemory(scenario, { breach: 'copy-outside' });
    const broken = auditInMemory(ledger, scenario).invariants.filter(({ violations }) => violations > 0);
    // Waiting causes then name agents who may not take the cases.
    expect(broken.map(({ id }) => id)).toEqual(['R1', 'R10', 'R23']);
  });
});

describe('phi-subcontractor: bound from Thursday noon on', () => {
  const scenario = loadScenario('phi-subcontractor');
  const bound = Date.UTC(2014, 10, 6, 12) - scenario.startEpochMs;
  const manila = scenario.groups.findIndex(({ id }) => id === 'manila/line');

  function takenByManila(breach?: string): readonly Entry[] {
    const entries = entriesOf(runInMemory(scenario, breach === undefined ? {} : { breach }));
    const hospitals = new Set(
      entries
        .filter(({ a, kind }) => kind === actKind('open') && scenario.streams[a]?.segment === 0)
        .map(({ caseNumber }) => caseNumber),
    );
    return entries.filter(
      ({ a, caseNumber, kind }) => kind === actKind('assign') && a === manila && hospitals.has(caseNumber),
    );
  }

  it("gives no hospital's case to Manila before that hour, and many from then on", () => {
    const taken = takenByManila();
    expect(taken.filter(({ timeMs }) => timeMs < bound)).toEqual([]);
    expect(taken.length).toBeGreaterThan(50);
  });

  it('is reported if it does', () => {
    expect(takenByManila('unbound-subcontractor').filter(({ timeMs }) => timeMs < bound)).not.toEqual([]);
    const { ledger } = runInMemory(scenario, { breach: 'unbound-subcontractor' });
    const broken = auditInMemory(ledger, scenario).invariants.filter(({ violations }) => violations > 0);
    expect(broken.map(({ id }) => id)).toEqual(['R9', 'R10']);
  });
});

describe('css-2014-union-only: a week of the network, European data inside the Union only', () => {
  it('stores and shows no case of a Premier or public customer outside the Union', () => {
    const whole = loadScenario('css-2014-union-only');
    const scenario = { ...whole, horizonMs: 12 * HOUR_MS };
    const entries = entriesOf(runInMemory(scenario));
    const union = scenario.promises.findIndex(({ id }) => id === 'union-only');
    const cases = new Set(
      entries
        .filter(({ a, kind }) => {
          const segment = scenario.segments[scenario.streams[a]?.segment ?? -1];
          return kind === actKind('open') && segment?.promise === union;
        })
        .map(({ caseNumber }) => caseNumber),
    );
    expect(cases.size).toBeGreaterThan(100);
    const countries = (kind: 'store' | 'view', places: readonly { readonly country: string }[]) =>
      entries
        .filter((entry) => entry.kind === actKind(kind) && cases.has(entry.caseNumber))
        .map(({ a }) => places[a]?.country ?? '?');
    const stored = countries('store', [...scenario.dataCentres, ...scenario.centres]);
    const seen = countries('view', scenario.centres);
    expect(Math.min(stored.length, seen.length)).toBeGreaterThan(100);
    const outside = [...stored, ...seen].filter(
      (country) => !isZoneMember('EU', country, scenario.startEpochMs),
    );
    expect(outside).toEqual([]);
  });
});

describe('zagreb-2014: across 12 April 2014', () => {
  it('gives no case to Zagreb before that midnight, and many from then on', () => {
    const scenario = loadScenario('zagreb-2014');
    const zagreb = scenario.groups.findIndex(({ id }) => id === 'zagreb/line');
    // Midnight in Brussels.
    const enlargement = Date.UTC(2014, 3, 11, 22) - scenario.startEpochMs;
    const taken = entriesOf(runInMemory(scenario)).filter(
      ({ a, kind }) => kind === actKind('assign') && a === zagreb,
    );
    expect(taken.filter(({ timeMs }) => timeMs < enlargement)).toEqual([]);
    expect(taken.length).toBeGreaterThan(300);
  });
});

describe('failover: Dublin down, then Amsterdam as well', () => {
  it('puts new restricted cases into the remaining places inside the boundary, never outside', () => {
    const scenario = loadScenario('failover');
    const entries = entriesOf(runInMemory(scenario));
    const paris = scenario.dataCentres.findIndex(({ id }) => id === 'paris-dc');
    const virginia = scenario.dataCentres.findIndex(({ id }) => id === 'virginia-dc');
    const restricted = new Set(
      entries
        .filter(({ a, kind }) => kind === actKind('open') && scenario.streams[a]?.segment === 0)
        .map(({ caseNumber }) => caseNumber),
    );
    const stored = entries.filter(
      ({ caseNumber, kind }) => kind === actKind('store') && restricted.has(caseNumber),
    );
    const both = { from: (24 + 12) * HOUR_MS, to: (24 + 16) * HOUR_MS };
    const inBoth = stored.filter(({ timeMs }) => timeMs >= both.from && timeMs < both.to);
    expect(inBoth.length).toBeGreaterThan(5);
    for (const { a } of inBoth) expect(a).toBe(paris);
    expect(stored.filter(({ a }) => a === virginia)).toEqual([]);
    const causes = entries
      .filter(({ kind }) => kind === actKind('wait'))
      .map(({ aux }) => WAITING_CAUSES[aux]);
    expect(causes).toContain('data centre down');
  });
});

describe('follow-the-sun: three sites by day', () => {
  it('has somebody on duty at every hour, and gives most calls to a site where it is day', () => {
    const { summary } = runInMemory(loadScenario('follow-the-sun'));
    expect(Math.min(...summary.hourly.onDuty)).toBeGreaterThanOrEqual(9);
    expect(summary.total.serviceLevel).toBeGreaterThan(0.95);
    for (const { contacts } of summary.centres) expect(contacts).toBeGreaterThan(1500);
  });
});

describe('travelling-expert: away from Tuesday to Thursday', () => {
  it('shows no case abroad that may only be seen inside, and lets those cases wait with that cause', () => {
    const scenario = loadScenario('travelling-expert');
    const entries = entriesOf(runInMemory(scenario));
    const strict = new Set(
      entries
        .filter(({ a, kind }) => kind === actKind('open') && scenario.streams[a]?.segment === 1)
        .map(({ caseNumber }) => caseNumber),
    );
    const seattle = scenario.centres.findIndex(({ id }) => id === 'seattle');
    const seen = entries.filter(({ a, kind }) => kind === actKind('view') && a === seattle);
    expect(seen.length).toBeGreaterThan(15);
    expect(seen.filter(({ caseNumber }) => strict.has(caseNumber))).toEqual([]);
    const waits = entries.filter(
      ({ aux, kind }) =>
        kind === actKind('wait') && WAITING_CAUSES[aux] === 'residency leaves no eligible centre',
    );
    expect(waits.length).toBeGreaterThan(20);
    for (const { caseNumber } of waits) expect(strict.has(caseNumber)).toBe(true);
  });
});

describe('second-opinion: experts in Dublin, and many more in Redmond', () => {
  it('shows no case to an expert abroad that may only be seen inside; its agents wait instead', () => {
    const scenario = loadScenario('second-opinion');
    const run = runInMemory(scenario);
    const redmond = scenario.centres.findIndex(({ id }) => id === 'redmond');
    const segmentOf = new Map<number, number | undefined>();
    const consulted = { inside: 0, abroad: 0 };
    for (const { a, aux, caseNumber, kind } of entriesOf(run)) {
      if (kind === actKind('open')) segmentOf.set(caseNumber, scenario.streams[a]?.segment);
      if (kind !== actKind('view') || ACCESS_PURPOSES[aux] !== 'consultation') continue;
      consulted[a === redmond ? 'abroad' : 'inside']++;
      if (a === redmond) expect(segmentOf.get(caseNumber)).toBe(1);
    }
    expect(consulted.inside).toBeGreaterThan(100);
    expect(consulted.abroad).toBeGreaterThan(50);
    const [premier, twin] = run.summary.segments;
    expect(premier?.consultations?.waitS).toBeGreaterThan(30);
    expect(premier?.consultations?.alone).toBeGreaterThan(10);
    expect(twin?.consultations).toMatchObject({ alone: 0, waitS: 0 });
  });
});

describe('surge: a fault on Wednesday from 8 to 11', () => {
  it('fills the lines, and accounts for everybody who arrived', () => {
    const { summary } = runInMemory(loadScenario('surge'));
    const { abandoned, answered, arrived, balked, blocked, messages, retries } = summary.total;
    const arrivals = (day: number) =>
      summary.hourly.arrived.slice(24 * day + 8, 24 * day + 11).reduce((sum, count) => sum + count, 0);
    expect(arrivals(2)).toBeGreaterThan(2 * arrivals(1));
    for (const count of [balked, blocked, messages, retries]) expect(count).toBeGreaterThan(10);
    const left = answered + abandoned + balked + blocked + messages;
    expect(arrived - left).toBeGreaterThanOrEqual(0);
    expect(arrived - left).toBeLessThan(60);
  });
});

describe('three-centres: a promise to Germany', () => {
  it('shows in its answer the calls from Germany that are late at night, which the overall figures hide', () => {
    const scenario = loadScenario('three-centres');
    const { ledger, summary } = runInMemory(scenario);
    const opened = openLedger(ledger, sha256);
    if (!opened.ok) throw new Error(opened.problem.message);
    const late = lateAnswersIn(opened.value, scenario);
    const { kind, sentences } = answerOf(summary, scenario, late);
    expect(summary.total.serviceLevel).toBeGreaterThan(0.95);
    expect(kind).toBe('missed');
    expect(sentences[0]).toMatch(
      /^3 of 28 targets are missed and 2 in doubt, given the volumes and handle times of the scenario\. Worst: Germany, phone: 68\.7 % answered within 20 s, 80\.0 % wanted/,
    );
    expect(sentences[1]).toContain('daily 23:00 to 07:00 (Europe/Berlin)');
    expect(sentences[2]).toContain('Dublin, First line, night shift');
  });
});

describe('css-2014 against css-2014-unrestricted', () => {
  it('has the same cases, since routing changes nobody’s luck', () => {
    const opened = ['css-2014', 'css-2014-unrestricted'].map((name) => {
      const scenario = { ...loadScenario(name), horizonMs: 12 * HOUR_MS };
      const opened = openLedger(runInMemory(scenario).ledger, sha256);
      if (!opened.ok) throw new Error(opened.problem.message);
      const cases: string[] = [];
      opened.value.forEach(({ a, aux, b, c, caseNumber, d, kind, timeMs }) => {
        if (kind === actKind('open')) cases.push([timeMs, aux, caseNumber, a, b, c, d].join(' '));
      });
      return cases;
    });
    expect(opened[0]?.length).toBeGreaterThan(1000);
    expect(opened[1]).toEqual(opened[0]);
  });
});
