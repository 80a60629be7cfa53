import { plural, RELEVANT } from '#base';
import type { Scenario } from '#domain';
import { actionSections, drawnSections } from '#report';
import {
  editScenarioText,
  loadSource,
  parseSource,
  type ReadScenario,
  type ScenarioInput,
  treeOf,
} from '#scenario';
import {
  type ActionQuestion,
  actionFiles,
  askable,
  findActions,
} from '../../../shared/experiment/action-search.ts';
import type { ActionsRequest, ExperimentAnswer, ScenarioText } from '../../protocol.ts';
import type { Library } from '../library.ts';
import { endedEarly } from '../run-scenario.ts';
import { goesOn, goodValue, Refusal } from '../work.ts';
import { type Bench, LEVEL, withExecutor } from './executors.ts';
import { editsIn } from './searches.ts';

/** The single action that improves the service most for its cost, as `meridian actions` finds it. */
export async function actionsFor(request: ActionsRequest, bench: Bench): Promise<ExperimentAnswer> {
  const read = await readScenario(bench.library, request.scenario);
  const { scenario } = read.parsed;
  const asked = askable(scenario, null);
  if (!asked.ok) throw new Refusal(`${asked.problem.message}: add one in Edit`);
  const cut = (one: Scenario) => endedEarly({ scenario: one }, request.until);
  const seed = request.seed ?? scenario.seed;
  const { replications } = request;
  const question = {
    ...read,
    measures: asked.value,
    cut,
    seed,
    replications,
    relevance: RELEVANT,
    level: LEVEL,
  };
  const page = await searchActions(question, bench);
  if (page === null) throw new Refusal('a replication failed');
  const [best] = page.tried.filter(({ isHelpful }) => isHelpful);
  return {
    heading: `Best action: ${scenario.title}`,
    extent: {
      simulatedMs: cut(scenario).horizonMs,
      horizonMs: scenario.horizonMs,
      text: `${plural(page.simulated, 'action')}, ${plural(replications, 'replication')} of the best, seed ${seed}`,
    },
    sections: drawnSections(actionSections(page)),
    files: actionFiles(page),
    edited: best === undefined ? null : withOverride(await bench.library.input(request.scenario), best.yaml),
  };
}

/** The text with what an overriding file would say, and everything else unchanged; null if it cannot be edited. */
function withOverride(input: ScenarioInput, yaml: string): ScenarioText | null {
  const override = loadSource({ ...input, text: yaml });
  const text = override.ok ? editScenarioText(input.text, editsIn([], treeOf(override.value))) : override;
  return text.ok ? { path: input.path, text: text.value } : null;
}

export async function readScenario(library: Library, text: ScenarioText): Promise<ReadScenario> {
  const source = goodValue(loadSource(await library.input(text)));
  return { source, parsed: goodValue(parseSource(source)) };
}

export function searchActions(question: ActionQuestion, bench: Bench) {
  const watch = (done: number, of: number) => goesOn(bench.work, 'replicating', done / of, done, of);
  return withExecutor(bench, (executor) => findActions(question, executor, watch));
}
