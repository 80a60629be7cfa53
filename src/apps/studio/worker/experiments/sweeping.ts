import { plural } from '#base';
import type { Scenario } from '#domain';
import { commonCurrency, goalsFor, measuresOf, withGoals } from '#experiment';
import { parseSweep, sweepPoints } from '#planning';
import { drawnSections, sweepSections } from '#report';
import {
  scenariosAt,
  sweepFiles,
  sweepMeasures,
  sweepResult,
} from '../../../shared/experiment/sweep-points.ts';
import { isSweepText } from '../../../shared/scenario/scenario-listing.ts';
import type { ExperimentAnswer, ScenarioText, SweepRequest } from '../../protocol.ts';
import type { ScenarioFiles } from '../library.ts';
import { endedAt } from '../run-scenario.ts';
import { goodValue, Refusal } from '../work.ts';
import type { Bench } from './executors.ts';
import { goalRefusal, LEVEL, recordsOf } from './replicating.ts';

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
  const goals = goalsFor(base, texts, currency);
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
