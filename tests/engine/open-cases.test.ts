import { describe, expect, it } from 'vitest';
import { auditLedger } from '#audit';
import { DAY_MS, HOUR_MS, Sampler, SECOND_MS } from '#base';
import { CaseLives, openCasesAt } from '#cases';
import { actKind, CASE_STATES, type OpenCase, type Scenario } from '#domain';
import { ENGINE_KINDS } from '#engine';
import { openLedger } from '#ledger';
import { leftAfter, shareBeyond } from '../../src/engine/demand/open-cases.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../running.ts';
import { organisation } from '../validation/backlog/organisation.ts';

const TRANSITION = actKind('transition');
const ASSIGN = actKind('assign');
const WORKING = CASE_STATES.indexOf('open.working');
const TRIAGE = CASE_STATES.indexOf('open.triage');

const ONE: OpenCase = {
  id: 'T-1',
  stream: 0,
  product: 0,
  severity: 1,
  language: 0,
  tier: 1,
  state: 'waiting',
  openedMs: -3 * HOUR_MS,
  sinceMs: -3 * HOUR_MS,
  copies: { primary: 0, replica: 1 },
};

const STATES = [
  'triage',
  'waiting',
  'transferred',
  'replied',
  'in work',
  'awaiting customer',
  'awaiting vendor',
  'resolved',
] as const;
const ALL = organisation(0, DAY_MS, [
  ...STATES.map((state, k): OpenCase => {
    const sinceMs = -(9 - k) * HOUR_MS;
    return {
      ...ONE,
      id: state,
      state,
      tier: state === 'awaiting vendor' ? 2 : 1,
      openedMs: -DAY_MS,
      sinceMs,
    };
  }),
]);

const ledgerOf = (scenario: Scenario) => successOf(openLedger(runInMemory(scenario).ledger, sha256));
const violationsOf = (scenario: Scenario, by = scenario) => {
  const { invariants } = auditLedger(ledgerOf(scenario), by);
  return invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
};

describe('a run that starts from open cases', () => {
  it('has the same ledger on every engine', () => {
    const roots = ENGINE_KINDS.map((engine) => runInMemory(ALL, { engine }).root);
    expect(new Set(roots).size).toBe(1);
  });

  it('breaks no invariant, and its figures follow from its ledger', () => {
    expect(violationsOf(ALL)).toEqual([]);
    expect(checkedRun(ALL).difference).toBeNull();
  });

  it('counts open cases apart: with their whole wait, and not as arrived', () => {
    const { backlog, total } = runInMemory(ALL).summary;
    expect(backlog).toMatchObject({ cases: 7, waiting: 2, resolvedBefore: 1 });
    expect(total.carriedOver).toBe(2);
    const { arrived } = runInMemory({ ...ALL, backlog: undefined } as unknown as Scenario).summary.total;
    expect(total.arrived).toBe(arrived);
  });

  it('leaves every draw of the cases that arrive as it is', () => {
    const opened = (scenario: Scenario) => {
      const found: string[] = [];
      ledgerOf(scenario).forEach(({ a, aux, b, c, caseNumber, d, kind, timeMs }) => {
        const number = caseNumber - (scenario.backlog?.length ?? 0);
        if (kind === 4 && number >= 0) found.push([timeMs, aux, number, a, b, c, d].join());
      });
      return found;
    };
    const { backlog, ...rest } = ALL;
    expect(backlog).toHaveLength(8);
    expect(opened(ALL)).toEqual(opened(rest));
  });

  it('goes on where it stood: what was open at an instant is open at the start', () => {
    const lives = new CaseLives(ALL, [], 1);
    ledgerOf(ALL).forEach(lives.visit);
    const found = openCasesAt(lives, ALL, 0).map(({ id, openedMs, sinceMs, state }) => [
      id,
      state,
      openedMs,
      sinceMs,
    ]);
    const waiting =
      ALL.backlog?.filter(({ state }) => !['in work', 'waiting', 'triage'].includes(state)) ?? [];
    for (const { id, openedMs, sinceMs, state } of waiting) {
      const one = found.find(([name]) => name === id);
      // Agents may have taken those that waited.
      if (one?.[1] !== 'in work') expect(one).toEqual([id, state, openedMs, sinceMs]);
    }
    expect(found.find(([name]) => name === 'in work')?.[1]).toBe('in work');
  });
});

type Triage = NonNullable<Scenario['work']['triage']>['phone'];

/** When the triage of each of many open cases that are alike is over, ms, if it was not at the start. */
function triagedMs(scenario: Scenario, one: Partial<OpenCase>): readonly number[] {
  const backlog = Array.from({ length: 400 }, (_, k) => ({ ...ONE, ...one, id: `T-${k}` }));
  const found: number[] = [];
  ledgerOf({ ...scenario, backlog }).forEach(({ a, caseNumber, kind, timeMs }) => {
    if (kind === TRANSITION && caseNumber < backlog.length && a === TRIAGE) found.push(timeMs);
  });
  return found;
}

describe('a case that is not yet triaged when the run starts', () => {
  const base = { ...loadScenario('three-centres'), horizonMs: 2 * DAY_MS };
  const withTriage = (triage: Triage, triageMs = HOUR_MS): Scenario => ({
    ...base,
    work: {
      ...base.work,
      triageMs: { phone: triageMs, 'e-mail': triageMs, web: triageMs },
      triage: { phone: triage, 'e-mail': triage, web: triage },
    },
  });
  const from = (hours: number): Partial<OpenCase> => ({
    state: 'triage',
    openedMs: -hours * HOUR_MS,
    sinceMs: -hours * HOUR_MS,
  });

  it('has what is left of a triage that is longer than its age', () => {
    const uniform = withTriage({ kind: 'uniform', low: 0, high: 10 * HOUR_MS });
    const joined = triagedMs(uniform, from(6));
    expect(joined).toHaveLength(400);
    const mean = joined.reduce((sum, ms) => sum + ms, 0) / joined.length;
    // Uniform on the 4 h that are left: the mean is 2 h, its standard error 3.5 min.
    expect(Math.abs(mean / HOUR_MS - 2)).toBeLessThan(0.25);
    expect(Math.max(...joined)).toBeLessThanOrEqual(4 * HOUR_MS);
    expect(violationsOf({ ...uniform, backlog: [{ ...ONE, ...from(6) }] })).toEqual([]);
  });

  it('waits at once if no triage is so long, and for the rest of one that is fixed', () => {
    expect(triagedMs(withTriage(null), from(3))).toEqual([]);
    expect(new Set(triagedMs(withTriage(null), from(0.25)))).toEqual(new Set([0.75 * HOUR_MS]));
  });

  it('is one of which the audit knows where it stands, if its triage is fixed', () => {
    const waiting = { ...withTriage(null), backlog: [{ ...ONE, ...from(0.25), state: 'waiting' as const }] };
    expect(violationsOf(waiting)).toEqual([]);
    expect(violationsOf(waiting, { ...waiting, backlog: [{ ...ONE, ...from(0.25) }] })).toContain('R18');
  });
});

describe('a case that is in work when the run starts', () => {
  it('has the less left, the less of it is done', () => {
    const base = { ...loadScenario('three-centres'), horizonMs: 5 * DAY_MS };
    const handle = base.work.handle.map((tier) => ({
      ...tier,
      'e-mail': tier['e-mail'].map(() => ({ kind: 'uniform' as const, low: 0, high: 6 * HOUR_MS })),
    }));
    const stream = base.streams.findIndex(({ channel }) => channel === 'e-mail');
    const scenario = { ...base, work: { ...base.work, handle } } as Scenario;
    const workOf = (workedMs: number | undefined) => {
      const one = { ...ONE, stream, state: 'in work' as const, sinceMs: -5 * HOUR_MS, workedMs };
      let [fromMs, lastedMs] = [0, 0];
      ledgerOf({ ...scenario, backlog: [one] }).forEach(({ a, caseNumber, kind, timeMs }) => {
        if (caseNumber !== 0 || lastedMs > 0) return;
        if (kind === ASSIGN) fromMs = timeMs;
        else if (kind === TRANSITION && a === WORKING) lastedMs = timeMs - fromMs;
      });
      return lastedMs;
    };
    expect(workOf(6 * HOUR_MS - SECOND_MS)).toBeLessThanOrEqual(SECOND_MS);
    expect(workOf(undefined)).toBeLessThanOrEqual(HOUR_MS);
    expect(workOf(0)).toBeGreaterThan(workOf(undefined));
  });
});

describe('the audit of open cases', () => {
  it('finds a copy outside the promise at the first instant', () => {
    const scenario = loadScenario('three-centres');
    const [frankfurt] = scenario.dataCentres;
    const abroad = { ...(frankfurt as NonNullable<typeof frankfurt>), id: 'virginia', country: 'US' };
    const bad: Scenario = {
      ...scenario,
      horizonMs: HOUR_MS,
      dataCentres: [...scenario.dataCentres, abroad],
      backlog: [{ ...ONE, copies: { primary: 2, replica: 1 } }],
    };
    const report = auditLedger(ledgerOf(bad), bad);
    const storage = report.invariants.find(({ id }) => id === 'R1');
    expect(storage?.violations).toBeGreaterThan(0);
    expect(storage?.counterexample).toMatchObject({ timeMs: 0, caseNumber: 0 });
  });

  it.each<[what: string, other: Partial<OpenCase>]>([
    ['another severity', { severity: 2 }],
    ['another stream', { stream: 1 }],
    ['another place', { copies: { primary: 1, replica: 0 } }],
    ['another state', { state: 'awaiting customer' }],
  ])('finds a ledger that opens them with %s than the scenario', (_, other) => {
    const scenario = { ...loadScenario('three-centres'), horizonMs: HOUR_MS, backlog: [ONE] };
    expect(violationsOf(scenario)).toEqual([]);
    expect(violationsOf(scenario, { ...scenario, backlog: [{ ...ONE, ...other }] })).toContain('R18');
  });

  it('finds one that leaves some out', () => {
    const scenario = { ...loadScenario('three-centres'), horizonMs: HOUR_MS, backlog: [ONE] };
    const more = Array.from({ length: 10_000 }, (_, k) => ({ ...ONE, id: `T-${k}` }));
    expect(violationsOf(scenario, { ...scenario, backlog: more })).toContain('R18');
  });
});

describe('what is left of a duration', () => {
  const quantile = (sampler: Sampler) => (word: number) => sampler.of(word);
  const exponential = quantile(new Sampler({ kind: 'exponential', mean: 10 }));

  it('has its distribution given that it is longer: an exponential one does not age', () => {
    for (const uniform of [0.1, 0.5, 0.9]) {
      expect(leftAfter(exponential, 25, uniform)).toBeCloseTo(-10 * Math.log(1 - uniform), 4);
    }
    expect(shareBeyond(exponential, 10)).toBeCloseTo(Math.exp(-1), 6);
  });

  it('is nothing if no duration is so long', () => {
    const uniform = quantile(new Sampler({ kind: 'uniform', low: 0, high: 5 }));
    expect(leftAfter(uniform, 6, 0.5)).toBeNull();
    expect(leftAfter(uniform, 4, 0.5)).toBeCloseTo(0.5, 6);
  });
});
