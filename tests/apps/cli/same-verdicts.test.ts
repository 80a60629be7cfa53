import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { attainmentOf } from '#base';
import { type Comparison, wantedShares } from '#experiment';
import type { TargetVerdict } from '#planning';
import { kindOfCases, type SensitivityPage, type StaffingPage, type SweepResult } from '#report';
import type { Estimate } from '#statistics';
import { compareScenarios } from '../../../src/apps/studio/worker/experiments/comparisons.ts';
import { localExecutors } from '../../../src/apps/studio/worker/experiments/executors.ts';
import { sweepScenario } from '../../../src/apps/studio/worker/experiments/searches.ts';
import { Library } from '../../../src/apps/studio/worker/library.ts';
import { compare, parseScenario, readInput, sensitivity, sweep } from '../../../src/index.ts';
import { successOf } from '../../running.ts';
import { type Desk, deskText } from '../shared/two-centres.ts';
import { newFolder } from './cli.ts';
import { fileOf, targetsOf, verdictRowsOf, wordsOf } from './results.ts';

const NIGHT = 'centres.berlin.groups.german.shifts.night.agents';
const REPLICATIONS = 4;
const TOLD = ['--replications', String(REPLICATIONS), '--quiet', '--out'];

/** Calls by severity, customers who give up, and targets of each kind. `rate`: calls a week of each segment. */
function textOf(desk: Desk, rate: number): string {
  const daily = 'hours: { timeZone: Europe/Dublin, hours: [{ days: mon-sun, from: "09:00", to: "17:00" }] }';
  return deskText({ ...desk, days: 2 })
    .replaceAll('{ A: 0, B: 0, C: 1 }', '{ A: 0.1, B: 0.3, C: 0.6 }')
    .replaceAll('rate: 200/week', `rate: ${rate}/week`)
    .replace('patience: { phone: none', 'patience: { phone: exponential 3 min')
    .replace(
      /serviceLevels: .*/,
      `serviceLevels:
  - { channel: phone, severity: [A, B], within: 20 s, target: 0.95 }
  - { channel: phone, severity: C, within: 1 min, target: 0.9 }
targets:
  solved: { of: resolution, channel: all, severity: all, within: 30 min, target: 0.9 }
  lost: { of: abandonment, channel: all, severity: all, atMost: 0.05 }
  open: { of: backlog, channel: all, severity: all, atMost: 2, target: 0.5, ${daily} }`,
    );
}

/** A verdict, and the interval that it is from: of what goes as wanted, inside of 0 to 1. */
interface Verdict {
  readonly state: string | null;
  readonly low: number;
  readonly high: number;
}
type Verdicts = Readonly<Record<string, Verdict>>;

const rounded = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(9));

function verdictOf(state: string | null, { halfWidth, mean }: Estimate): Verdict {
  return { state, low: rounded(mean - halfWidth), high: rounded(mean + halfWidth) };
}

function judged({ estimates, goals }: Estimated): Verdicts {
  return Object.fromEntries(
    goals.flatMap(({ better, id, value }) => {
      const estimate = estimates.get(id) ?? null;
      return estimate === null ? [] : [[id, verdictOf(attainmentOf(value, better, estimate), estimate)]];
    }),
  );
}

interface Estimated {
  readonly goals: SweepResult['goals'];
  readonly estimates: ReadonlyMap<string, Estimate | null>;
}

function ofRun(targets: readonly TargetVerdict[]): Verdicts {
  return Object.fromEntries(
    targets.map(({ interval: [low, high], measure, of, state }) => {
      const [from, to] = of === 'abandonment' ? [1 - high, 1 - low] : [low, high];
      return [measure, { state, low: rounded(from), high: rounded(to) }];
    }),
  );
}

function ofComparison({ targets }: Pick<Comparison, 'targets'>, ids: readonly string[]): Verdicts {
  return Object.fromEntries(
    targets.flatMap(({ judged: [first] }, t) =>
      first?.estimate ? [[ids[t] ?? '', verdictOf(first.attainment, first.estimate)]] : [],
    ),
  );
}

/** Of the point at which the scenario is as in its file. */
function ofSweep({ goals, measures, points }: SweepResult): Verdicts {
  const own = points[0]?.estimates ?? [];
  return judged({ goals, estimates: new Map(measures.map(({ id }, m) => [id, own[m] ?? null])) });
}

function ofSensitivity({ goals, measures }: SensitivityPage): Verdicts {
  return judged({ goals, estimates: new Map(measures.map(({ base, measure }) => [measure.id, base])) });
}

const studio = (() => {
  const library = new Library();
  vi.spyOn(library, 'scenarios').mockResolvedValue({ files: {}, scenarios: [], initial: null });
  const work = { signal: new AbortController().signal, progress: () => {}, breathe: () => Promise.resolve() };
  return { library, executors: localExecutors, work };
})();

/** A target as the page of a run shows it: whose, of which cases, and its verdict. */
function rowOfPage(target: TargetVerdict): readonly string[] {
  const cases = kindOfCases(target);
  return [target.segment.title, target.id === null ? cases : `${target.id}: ${cases}`, target.state];
}

it.each<[string, Desk, number, readonly string[]]>([
  [
    'a desk without enough agents',
    { berlin: [1, 1], cork: 1 },
    200,
    ['missed', 'too close to call', 'too few cases'],
  ],
  ['a desk that lacks an agent at night', {}, 200, ['met', 'too close to call', 'too few cases']],
  ['a desk with hardly any calls', {}, 12, ['too few cases']],
])(
  'run, compare, sweep, sensitivity, library and studio give the same verdicts: %s',
  async (_, desk, rate, states) => {
    const folder = newFolder();
    const file = join(folder, 'desk.yaml');
    const text = textOf(desk, rate);
    writeFileSync(file, text);
    const input = successOf(readInput(file));
    const scenario = successOf(parseScenario(input));
    const wanted = wantedShares(scenario);
    const ids = wanted.map(({ measure }) => measure.id);
    const today = scenario.groups[0]?.shifts[1]?.agents ?? 0;
    const values = [today, today + 1];
    const vary = `meridian-sweep: 1\nscenario: desk.yaml\ndesign: grid\nvary: { night: { path: ${NIGHT}, values: [${values}] } }\n`;
    const sweepFile = join(folder, 'sweep.yaml');
    writeFileSync(sweepFile, vary);
    const into = (name: string) => [...TOLD, join(folder, name)];

    const out = wordsOf('run', file, ...TOLD.filter((one) => one !== '--quiet'), join(folder, 'run'));
    const targets = targetsOf(join(folder, 'run'));
    const own = ofRun(targets);
    expect(ids).toHaveLength(12);
    expect(Object.keys(own).every((id) => ids.includes(id))).toBe(true);
    expect([...new Set(Object.values(own).map(({ state }) => state))].sort()).toEqual(states);
    expect(out).toMatch(new RegExp(`[ (]${Object.keys(own).length} (?:targets|are in doubt)`));

    const shown = verdictRowsOf(folder, 'run', 'estimates.html').map((row) => [row[0], row[1], row.at(-1)]);
    expect(shown.toSorted()).toEqual(targets.map(rowOfPage).toSorted());

    wordsOf('compare', file, file, ...into('compare'));
    const comparison = fileOf<Comparison>(folder, 'compare', 'comparison.json');
    expect(ofComparison(comparison, ids)).toEqual(own);
    // Each target has two estimates, and each of these a verdict. Targets without a case have no row.
    const pairs = verdictRowsOf(folder, 'compare', 'comparison.html').map((row) => [row[3], row[5]]);
    const inOrder = ids.flatMap((id) => own[id]?.state ?? []);
    expect(pairs).toEqual(inOrder.map((state) => [state, state]));
    wordsOf('sweep', sweepFile, ...into('sweep'));
    expect(ofSweep(fileOf(folder, 'sweep', 'sweep.json'))).toEqual(own);
    wordsOf('sensitivity', sweepFile, ...into('sensitivity'));
    expect(ofSensitivity(fileOf(folder, 'sensitivity', 'sensitivity.json'))).toEqual(own);

    const run = { replications: REPLICATIONS };
    expect(ofComparison(successOf(await compare([scenario, scenario], run)), ids)).toEqual(own);
    expect(ofSweep(successOf(await sweep(input, { [NIGHT]: values }, run)))).toEqual(own);
    expect(ofSensitivity(successOf(await sensitivity(input, { [NIGHT]: values }, run)))).toEqual(own);

    const asked = { ...run, seed: null, until: null };
    const text2 = { path: 'desk.yaml', text };
    const compared = await compareScenarios({ ...asked, scenarios: [text2, text2] }, studio);
    expect(ofComparison(JSON.parse(compared.files['comparison.json'] ?? ''), ids)).toEqual(own);
    const swept = await sweepScenario(
      { ...asked, scenario: text2, sweep: { path: 'sweep.yaml', text: vary }, goals: [] },
      studio,
    );
    expect(ofSweep(JSON.parse(swept.files['sweep.json'] ?? ''))).toEqual(own);
  },
  240_000,
);

it('staff judges targets of today as runs with the random numbers of its check do', () => {
  const folder = newFolder();
  const file = join(folder, 'desk.yaml');
  writeFileSync(file, textOf({}, 200));
  wordsOf('staff', file, '--goal', 'service level>=10%', '--proof', '0', ...TOLD, join(folder, 'staff'));
  const { checked, guards } = fileOf<StaffingPage>(folder, 'staff', 'staff.json');
  const again = ['--seed', '1/check', '--replications', String(checked), '--quiet'];
  wordsOf('run', file, ...again, '--out', join(folder, 'run'));
  const targets = targetsOf(join(folder, 'run'));
  const own = ofRun(targets);
  const ofTargets = guards.filter(({ guard }) => guard === 'targets');
  expect(ofTargets.length).toBeGreaterThan(5);
  for (const { id, today } of ofTargets) {
    const { high, low } = verdictOf(null, today as Estimate);
    expect({ high, low }, id).toEqual({ high: own[id]?.high, low: own[id]?.low });
  }
}, 120_000);
