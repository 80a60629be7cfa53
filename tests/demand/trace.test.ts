import { describe, expect, it } from 'vitest';
import { DAY_MS, failure, MINUTE_MS, SECOND_MS, success } from '#base';
import { actKind, type Scenario, TRANSITION_EVENTS } from '#domain';
import { parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { runObserved } from '../engine/observed-run.ts';
import { loadScenario } from '../running.ts';
import { auditedRun, readInRoot } from './model.ts';

const OPEN = actKind('open');
const ASSIGN = actKind('assign');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');
const TRANSITION = actKind('transition');
const PATIENCE = TRANSITION_EVENTS.indexOf('patience');

/** `bench-mmc` with the customers of this trace. */
function replaying(csv: string, more = ''): { scenario: Scenario; warnings: readonly string[] } {
  const text = `meridian: 1\nname: replay\nextends: ../bench-mmc\nsegments: { customers: { trace: cases.csv } }\n${more}`;
  const parsed = parseScenario({
    path: 'scenarios/replay/scenario.yaml',
    text,
    readFile: (file) => (file === 'scenarios/replay/cases.csv' ? success(csv) : readInRoot(file)),
  });
  if (!parsed.ok) throw new Error(parsed.problem.map(({ line, message }) => `${line} ${message}`).join('\n'));
  return { scenario: parsed.value.scenario, warnings: parsed.value.warnings.map(({ message }) => message) };
}

const alone = 'centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }';

describe('a trace', () => {
  const csv = [
    'time,customer,patience,tier1',
    '10 s,"Ann, of Cork",none,3 min',
    '10 s,Bo,30 s,5 min',
    '20 s,Cy,none,1 min',
    '"1 h",Ann,,',
    '1 h 1 s,"Ann, of Cork",none,2 min',
    '30 days,Dee,,',
  ].join('\r\n');
  const { scenario, warnings } = replaying(csv, alone);

  it('gives arrivals, handle times and patience', () => {
    const opened: number[] = [];
    const customers: number[] = [];
    const left: (readonly number[])[] = [];
    const handled = new Map<number, number>();
    runObserved(scenario, (timeMs, kind, aux, caseNumber, _a, _b, c) => {
      if (kind === OPEN) {
        opened.push(timeMs);
        customers.push(c);
      } else if (kind === TRANSITION && aux === PATIENCE) left.push([caseNumber, timeMs]);
      else if (kind === VIEW) handled.set(caseNumber, timeMs);
      else if (kind === VIEW_END) handled.set(caseNumber, timeMs - (handled.get(caseNumber) ?? 0));
    });
    expect(opened).toEqual([10, 10, 20, 3600, 3601].map((seconds) => seconds * SECOND_MS));
    expect(left).toEqual([[1, 40 * SECOND_MS]]);
    expect([0, 2, 4].map((number) => handled.get(number))).toEqual([3, 1, 2].map((min) => min * MINUTE_MS));
    expect(handled.get(3)).not.toBe(0);
    expect(customers).toEqual([1000, 1001, 1002, 1003, 1000]);
  });

  it('leaves out what lies outside the run, and warns', () => {
    expect(warnings.filter((text) => text.includes('outside the run'))).toHaveLength(1);
    expect(scenario.streams.map(({ trace }) => trace?.atMs.length)).toEqual([5]);
  });

  it('becomes part of the scenario: its JSON runs the same, and refuses columns of unequal length', () => {
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read).toEqual({ ok: true, value: scenario });
    const broken = scenarioJson(scenario).replace('"customers":[1000,', '"customers":[');
    expect(parseScenarioJson(broken).ok).toBe(false);
  });

  it("does not copy customers' names", () => {
    expect(scenarioJson(scenario)).not.toContain('Ann');
  });
});

/** A week of made-up mail of two segments, from a fixed recurrence. */
function madeUp(products: readonly string[], languages: readonly string[]): string {
  const rows = ['time,channel,product,severity,language,tier2'];
  let state = 7;
  for (let k = 0; k < 400; k++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const pick = (list: readonly string[], shift: number) => list[(state >> shift) % list.length] ?? '';
    const product = pick(['', ...products], 3);
    const row = [
      `${k * 5} min`,
      'e-mail',
      product,
      pick(['A', 'B', ''], 5),
      pick(['', ...languages], 7),
      '9 min',
    ];
    rows.push(row.join(','));
  }
  return rows.join('\n');
}

describe('a trace in a scenario that uses every feature', () => {
  const whole = loadScenario('german-night');
  const segment = whole.segments[0];
  if (segment === undefined) throw new Error('no segment');
  const stream = whole.streams.find(({ channel, segment: of }) => channel === 'e-mail' && of === 0);
  const products = whole.products.filter((_, k) => (segment.productShares[k] ?? 0) > 0).map(({ id }) => id);
  const languages = whole.languages.filter((_, k) => (stream?.languageShares[k] ?? 0) > 0);
  const csv = madeUp(products, languages);
  const parsed = parseScenario({
    path: 'scenarios/replay/scenario.yaml',
    text: `meridian: 1\nname: replay\nextends: ../german-night\nsegments: { ${segment.id}: { trace: cases.csv } }`,
    readFile: (file) => (file.endsWith('cases.csv') ? success(csv) : readInRoot(file)),
  });

  it('runs the same on all engines, and the auditor finds every case of it', () => {
    if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('\n'));
    const scenario = { ...parsed.value.scenario, horizonMs: DAY_MS };
    const { summary, violated } = auditedRun(scenario);
    expect(violated).toEqual([]);
    expect(summary.total.arrived).toBeGreaterThan(280);
  });
});

describe('attributes that a trace does not give', () => {
  it('are drawn as without a trace: the seed changes only them', () => {
    const csv = Array.from({ length: 300 }, (_, k) => `${k} min,${k % 2 === 0 ? '2 min' : ''}`);
    const { scenario } = replaying(['time,tier1', ...csv].join('\n'), alone);
    const timesOf = (seed: string) => {
      const begun = new Map<number, number>();
      const times: number[] = [];
      runObserved({ ...scenario, seed }, (timeMs, kind, _aux, caseNumber) => {
        if (kind === ASSIGN) begun.set(caseNumber, timeMs);
        else if (kind === VIEW_END) times[caseNumber] = timeMs - (begun.get(caseNumber) ?? 0);
      });
      return times;
    };
    const [one, other] = [timesOf('1'), timesOf('2')];
    const even = (times: number[]) => times.filter((_, k) => k % 2 === 0);
    expect(even(one).slice(0, 40)).toEqual(new Array(40).fill(2 * MINUTE_MS));
    expect(even(other).slice(0, 40)).toEqual(even(one).slice(0, 40));
    expect(one[1]).not.toBe(other[1]);
  });
});

it('a missing trace is an issue of the scenario, not an exception', () => {
  const text = 'meridian: 1\nname: replay\nextends: ../bench-mmc\nsegments: { customers: { trace: no.csv } }';
  const readFile = (file: string) => (file.endsWith('.csv') ? failure('no such file') : readInRoot(file));
  const parsed = parseScenario({ path: 'scenarios/replay/scenario.yaml', text, readFile });
  expect(parsed.ok ? [] : parsed.problem.map(({ code, path }) => [code, path])).toEqual([
    ['trace-missing', 'segments.customers.trace'],
  ]);
});
