import { plural } from '#base';
import type { Scenario } from '#domain';
import { changeSections, drawnSections } from '#report';
import { loadSource, parseSource, type ReadScenario } from '#scenario';
import { type ActionQuestion, findActions } from '../../../shared/experiment/action-search.ts';
import {
  changeFiles,
  changeMeasures,
  explainedChange,
  recoveryQuestion,
  stepsBetween,
} from '../../../shared/experiment/explained-change.ts';
import type { ExperimentAnswer, ExplainChangeRequest, ScenarioText } from '../../protocol.ts';
import type { Library } from '../library.ts';
import { endedEarly } from '../run-scenario.ts';
import { goesOn, goodValue, Refusal } from '../work.ts';
import { type Bench, withExecutor } from './executors.ts';
import { LEVEL, recordsOf } from './replicating.ts';

/** Why figures moved from one scenario to another, and what would win them back, as in `meridian explain-change`. */
export async function explainChangeOf(
  request: ExplainChangeRequest,
  bench: Bench,
): Promise<ExperimentAnswer> {
  const before = await readScenario(bench.library, request.before);
  const after = await readScenario(bench.library, request.after);
  const parted = stepsBetween(before, after, null);
  if (!parted.ok) throw new Refusal(parted.problem.message);
  const cutOf = (scenario: Scenario) => endedEarly({ scenario }, request.until);
  const scenarios = parted.value.scenarios.map(({ scenario }) => cutOf(scenario));
  const measures = changeMeasures(scenarios);
  const { replications } = request;
  const seed = request.seed ?? before.parsed.scenario.seed;
  const records = await recordsOf(scenarios, measures, { replications, seed }, bench);
  const findings = { before, after, parted: parted.value, measures, records, level: LEVEL, areNamed: false };
  const explained = explainedChange(findings);
  const question = request.withActions ? recoveryQuestion(explained, findings, seed, cutOf) : null;
  const recovery = question === null ? null : await recoveryOf(question, bench);
  const change = { ...explained, recovery };
  const [first, second] = change.titles;
  return {
    heading: `From ${first} to ${second}`,
    extent: {
      simulatedMs: scenarios[0]?.horizonMs ?? 0,
      horizonMs: before.parsed.scenario.horizonMs,
      text: `${plural(replications, 'replication')} of ${scenarios.length} scenarios, seed ${seed}`,
    },
    sections: drawnSections(changeSections(change)),
    files: changeFiles(change),
    edited: null,
  };
}

async function readScenario(library: Library, text: ScenarioText): Promise<ReadScenario> {
  const source = goodValue(loadSource(await library.input(text)));
  return { source, parsed: goodValue(parseSource(source)) };
}

async function recoveryOf(question: ActionQuestion, bench: Bench) {
  const watch = (done: number, of: number) => goesOn(bench.work, 'replicating', done / of, done, of);
  return withExecutor(bench, (executor) => findActions(question, executor, watch));
}
