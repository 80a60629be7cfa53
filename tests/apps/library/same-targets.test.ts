import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { wantedShares } from '#experiment';
import { targetVerdicts } from '#planning';
import { compareScenarios } from '../../../src/apps/studio/worker/experiments/comparisons.ts';
import { localExecutors } from '../../../src/apps/studio/worker/experiments/executors.ts';
import { staffFor, sweepScenario } from '../../../src/apps/studio/worker/experiments/searches.ts';
import { Library } from '../../../src/apps/studio/worker/library.ts';
import { runScenario } from '../../../src/apps/studio/worker/run-scenario.ts';
import {
  actions,
  compare,
  parseScenario,
  readInput,
  renderReport,
  sensitivity,
  simulate,
  staff,
  sweep,
} from '../../../src/index.ts';
import { renderTargetTable } from '../../../src/report/overview/target-table.ts';
import { successOf } from '../../running.ts';
import { deskText } from '../shared/two-centres.ts';

const NIGHT = 'centres.berlin.groups.german.shifts.night.agents';
/** Two service levels and a target of its own, for two segments each. */
const text = deskText({})
  .replaceAll('{ A: 0, B: 0, C: 1 }', '{ A: 0.5, B: 0, C: 0.5 }')
  .replace('horizon: 3 days', 'horizon: 2 days')
  .replace(
    /serviceLevels: .*/,
    `serviceLevels:
  - { channel: phone, severity: A, within: 20 s, target: 0.95 }
  - { channel: phone, severity: C, within: 1 min, target: 0.95 }
targets: { solved: { of: resolution, channel: all, severity: all, within: 2 h, target: 0.9 } }`,
  );
const file = join(mkdtempSync(join(tmpdir(), 'meridian-')), 'desk.yaml');
writeFileSync(file, text);
const desk = successOf(readInput(file));
const scenario = successOf(parseScenario(desk));
const ids = wantedShares(scenario).map(({ measure }) => measure.id);
const sorted = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).sort();
const run = { replications: 2 };

it('every command and page judges the same targets, and says how their number comes about', async () => {
  expect(ids).toHaveLength(6);
  const one = simulate(scenario);
  expect(targetVerdicts(one.summary, scenario)).toHaveLength(6);
  expect(renderReport(one).replaceAll(/<[^>]+>|\s+/g, ' ')).toContain(
    '6 targets: 2 service levels × 2 segments; solved × 2 segments',
  );
  const compared = successOf(await compare([scenario, scenario], run));
  expect(compared.targets.map(({ title }) => title)).toEqual([
    'Germany (phone, severity A)',
    'Germany (phone, severity C)',
    'Ireland (phone, severity A)',
    'Ireland (phone, severity C)',
    'Germany (solved)',
    'Ireland (solved)',
  ]);
  const swept = successOf(await sweep(desk, { [NIGHT]: [1, 2] }, run));
  expect(sorted(swept.goals)).toEqual([...ids].sort());
  const moved = successOf(await sensitivity(desk, { [NIGHT]: [1, 2] }, run));
  expect(sorted(moved.goals)).toEqual([...ids].sort());
  const goals = ['service level>=50%'];
  const staffed = successOf(await staff(desk, { ...run, goals, proofMost: 0 }));
  const guarded = staffed.guards.filter(({ guard }) => guard === 'targets');
  expect(sorted(guarded)).toEqual([...ids].sort());
  // One of them is what actions improve; the others, and the service level of all cases, are what they may harm.
  const best = successOf(await actions(desk, run));
  expect(best.others).toBe(ids.length);
}, 120_000);

it('the worker of the studio judges the same targets, with the same verdicts', async () => {
  const library = new Library();
  vi.spyOn(library, 'scenarios').mockResolvedValue({ files: {}, scenarios: [], initial: null });
  const signal = new AbortController().signal;
  const work = { signal, progress: () => {}, breathe: () => Promise.resolve() };
  const bench = { library, executors: localExecutors, work };
  const own = { path: 'desk.yaml', text };
  const asked = { ...run, seed: null, until: null };
  const read = ({ files }: { readonly files: Readonly<Record<string, string>> }, name: string) =>
    JSON.parse(files[name] ?? 'null');

  const { result } = await runScenario(library, { ...own, seed: null, until: null, breach: null }, work);
  const verdicts = targetVerdicts(simulate(scenario).summary, scenario);
  const table = renderTargetTable(verdicts, result.audit, scenario).markup;
  expect(result.overview.targetTable).toBe(table);
  expect(verdicts.map(({ measure }) => measure).sort()).toEqual([...ids].sort());
  for (const { segment } of verdicts) expect(table).toContain(segment.title);

  const compared = await compareScenarios({ ...asked, scenarios: [own, own] }, bench);
  const { targets } = successOf(await compare([scenario, scenario], run));
  expect(read(compared, 'comparison.json').targets).toEqual(JSON.parse(JSON.stringify(targets)));

  const sweep = `meridian-sweep: 1\nscenario: desk.yaml\ndesign: grid\nvary: { night: { path: ${NIGHT}, values: [1, 2] } }\n`;
  const swept = await sweepScenario(
    { ...asked, scenario: own, sweep: { path: 'sweep.yaml', text: sweep }, goals: [] },
    bench,
  );
  expect(sorted(read(swept, 'sweep.json').goals)).toEqual([...ids].sort());

  const staffed = await staffFor(
    { ...asked, scenario: own, goals: ['service level>=50%'], guards: ['targets'] },
    bench,
  );
  const { guards } = read(staffed, 'staff.json').staffing ?? read(staffed, 'staff.json');
  expect(sorted(guards)).toEqual([...ids].sort());
}, 120_000);
