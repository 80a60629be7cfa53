import { describe, expect, it } from 'vitest';
import { SESSION_STEPS } from '#domain';
import { faultsOf } from '#engine';
import { omitting } from '../../src/engine/faults/faulty-records.ts';
import { auditInMemory, runInMemory } from '../running.ts';
import { overQueue } from './observed-run.ts';

/** Customers in Germany, with a promise, before software whose model runs in a country. */
const desk = (promise: string, model: string, country = 'US') =>
  overQueue(`
start: 2021-01-04T00:00:00Z
horizon: 2 days
entities:
  vendor: { country: DE }
  lab: { kind: subcontractor, country: ${country} }
dataCentres: { home: { country: DE }, models: { country: ${country}, entity: lab } }
promises: { none: null, bound: ${promise} }
centres:
  home:
    country: DE
    groups:
      software: { languages: [en], automated: { time: fixed 1 min, contains: 0.5, model: { entity: lab, dataCentre: models, ${model} } } }
segments:
  customers:
    promise: bound
    customers: [{ country: DE, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
`);

/** What promise or law forbid, and the invariants that report it if it is done all the same. */
const FORBIDDEN = [
  ['its place', desk('{ zones: { processing: EEA } }', 'learns: no'), ['R4']],
  ['its purpose', desk('{ zones: { access: ANY } }', 'learns: yes', 'IE'), ['R6']],
  ['the transfer', desk('{ zones: { access: ANY } }', 'learns: no'), ['R7']],
  ['its company', desk('{ zones: { access: ANY }, subcontractors: none }', 'learns: no', 'IE'), ['R9']],
] as const;

const brokenIn = (ledger: Uint8Array, scenario: (typeof FORBIDDEN)[number][1]) =>
  auditInMemory(ledger, scenario).invariants.flatMap(({ id, violations }) => (violations > 0 ? [id] : []));

describe.each(FORBIDDEN)('software of which promise or law forbid %s', (_, scenario, reportedBy) => {
  it('gets no case: all go straight to people, and are counted', () => {
    const { ledger, summary } = runInMemory(scenario);
    expect(summary.software?.[0]).toMatchObject({ sessions: 0, notForSoftware: summary.total.arrived });
    expect(brokenIn(ledger, scenario).filter((id) => (reportedBy as readonly string[]).includes(id))).toEqual(
      [],
    );
  });

  it('is reported if it gets them nevertheless', () => {
    const faults = faultsOf('software-for-everybody') ?? {};
    const { ledger, summary } = runInMemory(scenario, { faults });
    expect(summary.software?.[0]?.sessions).toBeGreaterThan(500);
    expect(brokenIn(ledger, scenario)).toEqual(expect.arrayContaining([...reportedBy]));
  });
});

describe('a case that goes straight to people', () => {
  const allowed = desk('{ zones: { access: ANY } }', 'learns: no', 'IE');

  it('is reported if it is said not to be for software, although promise and law let software have it', () => {
    const refusing = (scenario: typeof allowed) => ({
      ...scenario,
      promises: scenario.promises.map((promise) => ({ ...promise, subcontractors: 'none' as const })),
    });
    const { ledger, summary } = runInMemory(allowed, { faults: { scenario: refusing } });
    expect(summary.software?.[0]?.notForSoftware).toBeGreaterThan(500);
    const found = auditInMemory(ledger, allowed).invariants.find(({ id }) => id === 'R18');
    expect(found?.violations).toBe(summary.software?.[0]?.notForSoftware);
    expect(found?.counterexample?.message).toBe(
      "software home/software, 'not for software': promise and law let home/software have the case",
    );
    expect(brokenIn(runInMemory(allowed).ledger, allowed)).toEqual([]);
  });

  it('is reported if it waits for software and has not given up', () => {
    const full = overQueue(`
horizon: 1 day
centres:
  home:
    groups:
      bot: { languages: [en], automated: { time: fixed 1 h, contains: 0, sessions: 1, whenFull: wait, patience: fixed 1 min } }
`);
    const faults = {
      observer: omitting('session', (step) => SESSION_STEPS[step] !== 'given up'),
    };
    const { ledger, summary } = runInMemory(full, { faults });
    const gaveUp = summary.software?.[0]?.gaveUp ?? 0;
    expect(gaveUp).toBeGreaterThan(100);
    const found = auditInMemory(ledger, full).invariants.find(({ id }) => id === 'R18');
    expect(found?.violations).toBe(gaveUp);
    expect(brokenIn(runInMemory(full).ledger, full)).toEqual([]);
  });
});
