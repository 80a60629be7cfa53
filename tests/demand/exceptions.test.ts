import { describe, expect, it } from 'vitest';
import { ACT_NUMBERS, actKind, CASE_STATES, type Scenario, SEVERITIES, TRANSITION_EVENTS } from '#domain';
import { parseScenarioJson } from '#scenario';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { runObserved } from '../engine/observed-run.ts';
import { auditedRun, modelOf } from './model.ts';

const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const SEVERITY = actKind('severity');
const PATIENCE = TRANSITION_EVENTS.indexOf('patience');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');
const WORKING = CASE_STATES.indexOf('open.working');
const CUSTOMERS =
  'customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 30/h }]';

/** Two segments, two products and three severities; `exceptions` as YAML. */
const model = (agents: number, exceptions: string, more = '', file = '') =>
  modelOf(`
horizon: 30 h
products: { any: null, plain: {}, special: {} }
centres: { home: { groups: { servers: { shifts: { always: { agents: ${agents} } } } } } }
segments:
  customers: { products: { any: null, plain: 0.5, special: 0.5 }, severities: { A: 0.3, B: 0.3, C: 0.4 }, ${CUSTOMERS} }
  premier:
    { title: Premier, promise: none, placement: home, products: { plain: 0.5, special: 0.5 },
      severities: { A: 0.3, B: 0.3, C: 0.4 }, channels: { web: 1 }, ${CUSTOMERS} }
work:
  exceptions: ${exceptions}
${more}
${file}`);

/** Three engines and the auditor take their time. */
const aFew = (scenario: Scenario) => ({ ...scenario, horizonMs: 2 * 3_600_000 });

interface Kind {
  readonly name: string;
  severity: number;
  sinceMs: number;
}

/** For each kind of case, `segment product severity`: the lengths of one thing, in minutes, without repetitions. */
function lengthsOf(
  scenario: Scenario,
  isOver: (event: number, before: number) => boolean,
  from: number,
): Readonly<Record<string, readonly number[]>> {
  const kinds: Kind[] = [];
  const lengths = new Map<string, Set<number>>();
  runObserved(scenario, (timeMs, kind, aux, caseNumber, before, after) => {
    if (kind === OPEN) {
      const { segment } = scenario.streams[before] as (typeof scenario.streams)[number];
      const name = `${scenario.segments[segment]?.id} ${scenario.products[after >> 8]?.id}`;
      kinds[caseNumber] = { name, severity: (aux >> 2) % SEVERITIES.length, sinceMs: timeMs };
    }
    const found = kinds[caseNumber];
    if (found === undefined) return;
    if (kind === SEVERITY) found.severity = aux;
    if (kind !== TRANSITION) return;
    if (isOver(aux, before)) {
      const name = `${found.name} ${SEVERITIES[found.severity]}`;
      lengths.set(name, (lengths.get(name) ?? new Set()).add((timeMs - found.sinceMs) / 60_000));
    }
    if (after === from) found.sinceMs = timeMs;
  });
  return Object.fromEntries([...lengths].sort().map(([name, own]) => [name, [...own].sort((a, b) => a - b)]));
}

const contacts = (scenario: Scenario) => lengthsOf(scenario, (_, before) => before === WORKING, WORKING);
const patience = (scenario: Scenario) => lengthsOf(scenario, (event) => event === PATIENCE, WAITING);

const HANDLE = 'handle: { tier1: { web: fixed 1 min } }';

describe('exceptions to handle times', () => {
  it('apply by segment, product and severity, and the first that matches decides', () => {
    const exceptions = `
    - { segment: premier, product: special, severity: [A, B], handle: fixed 7 min }
    - { product: special, handle: { tier1: fixed 3 min } }
    - { segment: [premier, customers], severity: A, handle: fixed 5 min }`;
    const scenario = model(20, exceptions, `  ${HANDLE}`);
    expect(contacts(scenario)).toEqual({
      'customers plain A': [5],
      'customers plain B': [1],
      'customers plain C': [1],
      'customers special A': [3],
      'customers special B': [3],
      'customers special C': [3],
      'premier plain A': [5],
      'premier plain B': [1],
      'premier plain C': [1],
      'premier special A': [7],
      'premier special B': [7],
      'premier special C': [3],
    });
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });

  it('are multiplied by the factors of those attributes that they do not name', () => {
    const factors = `  ${HANDLE}\n  productFactors: { special: 10 }\n  severityFactors: { A: 2 }`;
    const bySegment = contacts(model(40, '[{ segment: premier, handle: fixed 3 min }]', factors));
    expect(bySegment).toMatchObject({ 'premier plain C': [3], 'premier special C': [30] });
    expect(bySegment).toMatchObject({ 'premier plain A': [6], 'premier special A': [60] });
    const byProduct = contacts(model(40, '[{ product: special, handle: fixed 3 min }]', factors));
    expect(byProduct).toMatchObject({ 'premier special C': [3], 'premier special A': [6] });
    const bySeverity = contacts(model(40, '[{ severity: A, handle: fixed 3 min }]', factors));
    expect(bySeverity).toMatchObject({ 'premier plain A': [3], 'premier special A': [30] });
    // All severities are no severity in particular.
    const ofAll = contacts(model(40, '[{ severity: all, handle: fixed 3 min }]', factors));
    expect(ofAll).toMatchObject({ 'premier plain A': [6], 'premier special A': [60] });
  });

  it('follow a severity that was raised while the case waited', () => {
    const raising = `  ${HANDLE}\n  severityRaise: { share: 1, after: fixed 1 min }`;
    const lengths = contacts(model(1, '[{ severity: A, handle: fixed 2 min }]', raising));
    expect(lengths).toMatchObject({ 'customers plain A': [2], 'customers plain B': [1] });
    for (const [name, own] of Object.entries(lengths)) expect(own).toEqual([name.endsWith('A') ? 2 : 1]);
  });

  it('go by the declared product until the mistake is noticed, then by the true one', () => {
    const misrouted = `  ${HANDLE}\n  misrouted: { language: 0, product: 0.5, noticedAfter: 0.5 }`;
    const lengths = contacts(model(60, '[{ product: special, handle: fixed 8 min }]', misrouted));
    // Declared plain: 1 min if true, half a minute if not, and then 8 min. Declared special: 8 min, or half of it and then 1 min.
    expect(lengths['customers plain C']).toEqual([0.5, 1, 8]);
    expect(lengths['customers special C']).toEqual([1, 4, 8]);
  });

  it('set the expected delay of a queue', () => {
    const exceptions = '[{ segment: premier, handle: exponential 6 min }]';
    const routing = 'routing: { commitment: { to: group, by: minimum expected delay } }';
    const scenario = model(2, exceptions, `  handle: { tier1: { web: exponential 2 min } }`, routing);
    const delays = new Set<number>();
    runObserved(scenario, (_, kind, aux, __, ___, ____, _____, delayMs) => {
      if (kind === ACT_NUMBERS.commitment && aux === 0) delays.add(delayMs);
    });
    // Two agents, one case ahead or none.
    expect([...delays].filter((delayMs) => delayMs % 60_000 === 0).length).toBeGreaterThan(2);
    expect(delays).toContain(3 * 60_000);
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });
});

describe('exceptions to patience', () => {
  const slow = '  handle: { tier1: { web: fixed 6 min } }';

  it('apply to some, also where the channel has no end of patience', () => {
    const exceptions = `
    - { segment: premier, severity: A, patience: none }
    - { segment: premier, patience: fixed 2 min }`;
    const scenario = model(1, exceptions, slow);
    const found = patience(scenario);
    expect(Object.keys(found).sort()).toEqual(
      ['plain B', 'plain C', 'special B', 'special C'].map((kind) => `premier ${kind}`),
    );
    for (const waits of Object.values(found)) expect(waits).toEqual([2]);
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });

  it('come before the patience of the severity and the channel', () => {
    const more = `${slow}\n  patience: { web: fixed 3 min }\n  patienceBySeverity: { web: { A: fixed 1 min } }`;
    const found = patience(model(1, '[{ product: special, patience: fixed 2 min }]', more));
    expect(found).toMatchObject({ 'premier plain C': [3], 'premier special C': [2] });
    expect(found).toMatchObject({ 'premier plain A': [1], 'premier special A': [2] });
  });

  it('are those of the attributes that a trace gives', () => {
    const scenario = model(1, '[{ product: special, severity: B, patience: fixed 2 min }]', slow);
    const atMs = Array.from({ length: 300 }, (_, k) => k * 200_000);
    const trace = { atMs, severities: atMs.map(() => 1), products: atMs.map((_, k) => k % 2) };
    const streams = scenario.streams.map((stream) => ({
      ...stream,
      rate: { fromMs: [0], perMs: [0] },
      trace,
    }));
    const found = patience({ ...scenario, streams });
    expect(found).toEqual({ 'customers special B': [2], 'premier special B': [2] });
  });
});

describe('exceptions to balking', () => {
  it('let only the customers of the kind leave at once', () => {
    const scenario = model(1, '[{ segment: premier, product: special, balking: 1 }]', `  ${HANDLE}`);
    const found = patience(scenario);
    expect(Object.keys(found)).toEqual(['A', 'B', 'C'].map((severity) => `premier special ${severity}`));
    for (const waits of Object.values(found)) expect(waits).toEqual([0]);
    const { summary, violated } = auditedRun(aFew(scenario));
    const [customers, premier] = summary.segments;
    expect(customers?.balked).toBe(0);
    expect(premier?.balked).toBeGreaterThan(5);
    expect(premier?.abandoned).toBe(0);
    expect(violated).toEqual([]);
  });

  it('keep the customers of a kind that the channel lets leave', () => {
    const more = `  ${HANDLE}\n  balking: { web: 1 }`;
    const found = patience(model(1, '[{ segment: premier, balking: 0 }]', more));
    expect(Object.keys(found)).toEqual(
      ['plain', 'special'].flatMap((product) => ['A', 'B', 'C'].map((s) => `customers ${product} ${s}`)),
    );
  });
});

describe('exceptions to after-contact work', () => {
  /** Minutes of such work, by segment. */
  function workOf(scenario: Scenario): readonly (readonly number[])[] {
    const [begun, streams] = [new Map<number, readonly [number, number]>(), [] as number[]];
    const lengths = scenario.segments.map(() => new Set<number>());
    runObserved(scenario, (timeMs, kind, aux, caseNumber, before, _, agent) => {
      if (kind === OPEN) streams[caseNumber] = before;
      if (kind !== ACT_NUMBERS['after-contact work']) return;
      if (aux === 1) begun.set(agent, [streams[caseNumber] as number, timeMs]);
      const [stream = 0, sinceMs = 0] = begun.get(agent) ?? [];
      if (aux === 0) lengths[stream]?.add((timeMs - sinceMs) / 60_000);
    });
    return lengths.map((own) => [...own]);
  }

  it('exist where the channel has no such work', () => {
    const scenario = model(5, '[{ segment: premier, afterContact: { tier1: fixed 2 min } }]', `  ${HANDLE}`);
    expect(workOf(scenario)).toEqual([[], [2]]);
    expect(auditedRun(aFew(scenario)).violated).toEqual([]);
  });

  it('can be none where the channel has some', () => {
    const more = `  ${HANDLE}\n  afterContact: { tier1: { web: fixed 3 min } }`;
    expect(workOf(model(9, '[{ segment: premier, afterContact: none }]', more))).toEqual([[3], []]);
  });
});

describe('a scenario with exceptions', () => {
  it('is the same after it was written as JSON and read', () => {
    const scenario = model(
      2,
      `
    - { segment: premier, product: [any, special], channel: web, severity: [A, B], handle: fixed 7 min, balking: 0.1 }
    - { patience: none, afterContact: { tier2: none, tier3: fixed 1 min } }`.replace('any, ', ''),
    );
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value).toEqual(scenario);
    const stray = scenarioJson(scenario).replace('"products":[1]', '"products":[7]');
    expect(parseScenarioJson(stray)).toEqual({
      ok: false,
      problem: ["work.exceptions.0.products.0: there is no number 7, the list 'products' has 2"],
    });
  });
});
