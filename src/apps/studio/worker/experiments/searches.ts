import { formatCount, plural } from '#base';
import type { Scenario } from '#domain';
import {
  commonCurrency,
  GUARD_NAMES,
  goalsFor,
  headcountOverride,
  measuresOf,
  type StaffingResult,
  withGoals,
} from '#experiment';
import { parseSweep, sweepPoints } from '#planning';
import { drawnSections, staffingSections, sweepSections } from '#report';
import { editScenarioText, type TextEdit, type TreeValue } from '#scenario';
import type { ScenarioSource } from '../../../shared/experiment/proposed-staff.ts';
import {
  nothingFound,
  type StaffQuestion,
  searchStaff,
  staffFiles,
  staffGoals,
  staffPage,
} from '../../../shared/experiment/staff-search.ts';
import {
  scenariosAt,
  sweepFiles,
  sweepMeasures,
  sweepResult,
} from '../../../shared/experiment/sweep-points.ts';
import { isSweepText } from '../../../shared/scenario/scenario-listing.ts';
import type { ExperimentAnswer, ScenarioText, StaffRequest, SweepRequest } from '../../protocol.ts';
import type { ScenarioFiles } from '../library.ts';
import { endedAt, endedEarly } from '../run-scenario.ts';
import { goesOn, goodValue, Refusal } from '../work.ts';
import { type Bench, goalRefusal, LEVEL, recordsOf, withExecutor } from './executors.ts';

/** As many as `meridian staff` tries by default. */
const PROOF_MOST = 100;

/** The fewest agent hours that meet the goals and keep the guards, as `meridian staff` finds them. */
export async function staffFor(request: StaffRequest, bench: Bench): Promise<ExperimentAnswer> {
  const source = await bench.library.source(request.scenario);
  const scenario = endedEarly(source, request.until);
  const goals = staffGoals(scenario, request.goals, 'page');
  if (!goals.ok) throw goalRefusal(goals.problem);
  const question: StaffQuestion = {
    source,
    scenario,
    goals: goals.value,
    level: LEVEL,
    guards: GUARD_NAMES.filter((name) => request.guards.includes(name)),
    replications: request.replications,
    proofMost: PROOF_MOST,
    seed: request.seed ?? scenario.seed,
  };
  const watch = (evaluations: number, hours: number) =>
    goesOn(bench.work, 'searching', 0, evaluations, Math.round(hours));
  const found = await withExecutor(bench, (executor) => searchStaff(question, executor, watch));
  if (found === null) throw goalRefusal(nothingFound(question.guards, 'page'));
  const page = staffPage(question, found);
  return {
    heading: `Staffing: ${scenario.title}`,
    extent: {
      simulatedMs: scenario.horizonMs,
      horizonMs: source.scenario.horizonMs,
      text: `${plural(found.evaluations, 'staffing')} with ${plural(request.replications, 'replication')} each, ${formatCount(found.checked)} in the final check, seed ${question.seed}${withoutShapes(scenario)}`,
    },
    sections: drawnSections(staffingSections(page)),
    files: staffFiles(page),
    edited: withStaff(source, found),
  };
}

/** The studio has no solver, so it leaves shift shapes out. */
function withoutShapes({ groups }: ScenarioSource['scenario']): string {
  return groups.some(({ roster }) => roster !== undefined)
    ? '; head counts of today’s shifts only, since shift shapes are for meridian staff'
    : '';
}

/** The text with the headcounts found and everything else unchanged; null if it cannot be edited. */
function withStaff(
  { input, scenario, tree }: ScenarioSource,
  { after }: StaffingResult,
): ScenarioText | null {
  const text = editScenarioText(input.text, editsIn([], headcountOverride(tree, scenario, after)));
  return text.ok ? { path: input.path, text: text.value } : null;
}

/** Every value of a tree that is merged over another, with its path. Lists are replaced as a whole. */
export function editsIn(path: TextEdit['path'], value: TreeValue): readonly TextEdit[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, below]) => editsIn([...path, key], below));
}

/** A scenario at the points of a sweep file, as `meridian sweep` runs it. */
export async function sweepScenario(request: SweepRequest, bench: Bench): Promise<ExperimentAnswer> {
  const { path, text } = request.sweep;
  const design = goodValue(parseSweep(path, text), 'the sweep');
  const named = scenarioPathOf(path, design.scenario);
  if (named !== request.scenario.path)
    throw new Refusal(
      `this sweep varies ${named}: open that scenario, or change “scenario:” in the sweep to the one that is open`,
    );
  const source = await bench.library.source(request.scenario);
  const base = source.scenario;
  const endMs = design.untilMs ?? Number.POSITIVE_INFINITY;
  const seed = request.seed ?? base.seed;
  const points = sweepPoints(design, seed);
  const changes = points.map((values) => ({ parameters: design.parameters, values }));
  const varied = goodValue(scenariosAt(source, changes), 'the sweep');
  const scenarios = varied.map((scenario, i) => ({
    name: `point-${i}`,
    scenario: endedAt(scenario, endMs),
  }));
  const all = scenarios.map(({ scenario }) => scenario);
  const { goals, measures } = goalsAndMeasures(base, all, request.goals);
  const replications = request.replications ?? design.replications;
  const records = await recordsOf(all, measures, { replications, seed }, bench);
  const level = LEVEL;
  const result = sweepResult({
    design,
    title: base.title,
    points,
    scenarios,
    measures,
    goals,
    records,
    level,
  });
  return {
    heading: `Sweep: ${base.title}`,
    extent: {
      simulatedMs: Math.min(base.horizonMs, endMs),
      horizonMs: base.horizonMs,
      text: `${plural(points.length, 'point')}, ${plural(replications, 'replication')} each, seed ${seed}`,
    },
    sections: drawnSections(sweepSections(result)),
    files: sweepFiles(result),
    edited: null,
  };
}

function goalsAndMeasures(base: Scenario, scenarios: readonly Scenario[], texts: readonly string[]) {
  const currency = commonCurrency(scenarios);
  const goals = goalsFor(base, texts, currency, null, 'page');
  if (!goals.ok) throw goalRefusal(goals.problem);
  const chosen = sweepMeasures(measuresOf(scenarios[0]?.segments ?? [], currency), base);
  return { goals: goals.value, measures: withGoals(chosen, goals.value) };
}

/** Sweep files in the page's folder that vary the scenario at `path`. */
export function sweepFilesOf({ files }: ScenarioFiles, path: string): readonly ScenarioText[] {
  return Object.entries(files).flatMap(([file, text]) => {
    if (!isSweepText(text)) return [];
    const sweep = parseSweep(file, text);
    return sweep.ok && scenarioPathOf(file, sweep.value.scenario) === path ? [{ path: file, text }] : [];
  });
}

/** The file that a sweep file names: a scenario file, or a folder with one. */
function scenarioPathOf(sweep: string, named: string): string {
  const steps = sweep.split('/').slice(0, -1);
  for (const step of named.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return (/\.ya?ml$/i.test(named) ? steps : [...steps, 'scenario.yaml']).join('/');
}
