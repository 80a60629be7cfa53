import { plural } from '#base';
import type { Scenario } from '#domain';
import { type RecoveryPlan, tryRecovery } from '#experiment';
import { renderChangeSections } from '#report';
import { loadSource, parseSource, type ReadScenario } from '#scenario';
import {
  changeFiles,
  changeMeasures,
  explainedChange,
  recoveryPlanOf,
  stepsBetween,
} from '../../../shared/experiment/explained-change.ts';
import type { ExperimentAnswer, ExplainChangeRequest, ScenarioText } from '../../protocol.ts';
import { goodValue } from '../bad-scenario.ts';
import type { Library } from '../library.ts';
import { endedEarly } from '../run-scenario.ts';
import { Refusal, type Work } from '../work.ts';
import { type Executors, withExecutor } from './executors.ts';
import { LEVEL, recordsOf } from './replicating.ts';

/** Why figures moved from one scenario to another, and what would win them back, as in `meridian explain-change`. */
export async function explainChangeOf(
  library: Library,
  request: ExplainChangeRequest,
  executors: Executors,
  work: Work,
): Promise<ExperimentAnswer> {
  const before = await readScenario(library, request.before);
  const after = await readScenario(library, request.after);
  const parted = stepsBetween(before, after, null);
  if (!parted.ok) throw new Refusal(parted.problem.message);
  const cutOf = (scenario: Scenario) => endedEarly({ scenario }, request.until);
  const scenarios = parted.value.scenarios.map(({ scenario }) => cutOf(scenario));
  const measures = changeMeasures(scenarios);
  const { replications } = request;
  const seed = request.seed ?? before.parsed.scenario.seed;
  const records = await recordsOf(scenarios, measures, { replications, seed }, executors, work);
  const findings = { before, after, parted: parted.value, measures, records, level: LEVEL, areNamed: false };
  const explained = explainedChange(findings);
  const pause = (done: number, of: number) => {
    work.progress({ share: done / of, stage: 'listing', cases: done, waiting: of });
    return work.breathe();
  };
  const plan = request.withActions ? await recoveryPlanOf(explained, findings, seed, cutOf, pause) : null;
  const recovery = plan === null ? null : await recoveryOf(plan, executors, work);
  const change = { ...explained, recovery };
  const [first, second] = change.titles;
  return {
    heading: `From ${first} to ${second}`,
    extent: {
      simulatedMs: scenarios[0]?.horizonMs ?? 0,
      horizonMs: before.parsed.scenario.horizonMs,
      text: `${plural(replications, 'replication')} of ${scenarios.length} scenarios, seed ${seed}`,
    },
    sections: renderChangeSections(change),
    files: changeFiles(change),
    edited: null,
  };
}

async function readScenario(library: Library, text: ScenarioText): Promise<ReadScenario> {
  const source = goodValue(loadSource(await library.input(text)));
  return { source, parsed: goodValue(parseSource(source)) };
}

async function recoveryOf(plan: RecoveryPlan, executors: Executors, work: Work) {
  const watch = (done: number, of: number) => {
    work.progress({ share: Math.min(1, done / of), stage: 'replicating', cases: done, waiting: of });
    return !work.signal.aborted;
  };
  return withExecutor(
    executors,
    work,
    () => {},
    (executor) => tryRecovery(plan, executor, watch),
  );
}
