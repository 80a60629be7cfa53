import { formatCount, plural } from '#base';
import { GUARD_NAMES, headcountOverride, type StaffingResult } from '#experiment';
import { drawnSections, staffingSections } from '#report';
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
import type { ExperimentAnswer, ScenarioText, StaffRequest } from '../../protocol.ts';
import { endedEarly } from '../run-scenario.ts';
import { goesOn } from '../work.ts';
import { type Bench, withExecutor } from './executors.ts';
import { goalRefusal, LEVEL } from './replicating.ts';

/** As many as `meridian staff` tries by default. */
const PROOF_MOST = 100;

/** The fewest agent hours that meet the goals and keep the guards, as `meridian staff` finds them. */
export async function staffFor(request: StaffRequest, bench: Bench): Promise<ExperimentAnswer> {
  const source = await bench.library.source(request.scenario);
  const scenario = endedEarly(source, request.until);
  const goals = staffGoals(scenario, request.goals);
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
  if (found === null) throw goalRefusal(nothingFound(question.guards));
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
function editsIn(path: TextEdit['path'], value: TreeValue): readonly TextEdit[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, below]) => editsIn([...path, key], below));
}
