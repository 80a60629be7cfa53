import { join } from 'node:path';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import type { Proof } from '#prover';
import { renderEvaluationText } from '#report';
import { problemOfKeys, type RequirementFile } from '#scenario';
import {
  answersOfLog,
  answersOfRun,
  doraRegister,
  type EvaluatedKind,
  type Evaluation,
  evaluation,
  type ProofQuestion,
  proofQuestions,
  provenIn,
  type SourceAnswers,
} from '#statements';
import type { Summary } from '#statistics';
import { evaluationTexts } from '../../shared/evidence/bundle-contents.ts';
import { readJson } from '../../shared/host.ts';
import { textOptions } from '../../shared/print.ts';
import { type Outcome, orRefuse, refuse } from '../../shared/problem.ts';
import { inputOf } from '../../shared/scenario/load-scenario.ts';
import { giveFiles } from '../give-files.ts';
import { openHistory, resultsOf } from '../import/open-history.ts';
import { isCaseLog, refuseForRuns } from '../import/read-case-log.ts';
import { loadForExperiment } from '../options/extent.ts';
import { faultsNamed, wholeNumber } from '../options/values.ts';
import { simulatedEvidence, withProof } from '../run/evidence-source.ts';
import { readRequirements } from '../run/requirements-file.ts';
import { keptEvidence } from '../run/run-evidence.ts';
import { FILES } from '../run/run-folder.ts';

export interface EvaluateOptions {
  readonly against: string;
  readonly dora?: true;
  readonly prove?: true;
  readonly breach?: string;
  readonly replications?: string;
  readonly scenario?: string;
  readonly from?: string;
  readonly until?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly json?: true;
}

interface Evaluated {
  readonly of: EvaluatedKind;
  readonly scenario: Scenario;
  readonly faults: Faults;
  readonly sources: readonly SourceAnswers[];
  /** Where the evaluation goes by default. */
  readonly target: string;
}

/** Runs of a scenario without `--replications`. */
const REPLICATIONS = 3;

/** `meridian evaluate`: whether a scenario, a run, a bundle or a case log meets the requirements in a file. */
export async function evaluate(name: string, options: EvaluateOptions): Promise<Outcome> {
  const { file } = readRequirements(options.against);
  const given = await evaluated(name, file, options);
  const { of, scenario, sources, target } = given;
  const { assumptions, proofs } = await proved(file, given, options);
  const asked = { of, scenario, sources, proofs, assumptions };
  const input =
    of === 'run' ? null : orRefuse(inputOf(of === 'scenario' ? name : (options.scenario ?? name)));
  const result = evaluation(
    file,
    input === null ? asked : { ...asked, problemOf: (keys) => problemOfKeys(input, keys) },
  );
  const flows = sources.flatMap((source) => source.flows);
  const register = options.dora === true ? doraRegister(scenario, flows) : [];
  return written(result, register, options.out ?? target, options);
}

function evaluated(name: string, file: RequirementFile, options: EvaluateOptions): Promise<Evaluated> {
  if (isCaseLog(name)) return ofCaseLog(name, file, options);
  refuseForRuns(name, options, ['scenario', 'from']);
  const { breach, replications, until } = options;
  const kept = keptEvidence(name, { until, breach, replications });
  if (kept === null) return ofScenario(name, file, options);
  const { evidence } = kept;
  const summary = readJson(join(name, FILES.summary)) as Summary | null;
  return Promise.resolve({
    of: 'run',
    scenario: evidence.scenario,
    faults: faultsNamed(kept.breach),
    sources: [answersOfRun(file, evidence, summary)],
    target: `${name.replace(/\/+$/, '')}.evaluation`,
  });
}

async function ofCaseLog(name: string, file: RequirementFile, options: EvaluateOptions): Promise<Evaluated> {
  for (const option of ['prove', 'breach', 'replications'] as const) {
    if (options[option] !== undefined)
      return refuse(
        `--${option} is about what a scenario can do, and ${name} is a log of what happened`,
        'leave it out, or name the scenario instead of the log',
      );
  }
  const { begun, cases, chosen, imported, name: log, scenario, timeZone } = await openHistory(name, options);
  const facts = { name: log, timeZone, imported, chosen };
  return {
    of: 'case log',
    scenario,
    faults: {},
    sources: [answersOfLog(file, scenario, cases, { facts, begun })],
    target: resultsOf(name, 'evaluation'),
  };
}

async function ofScenario(name: string, file: RequirementFile, options: EvaluateOptions): Promise<Evaluated> {
  const { breach = null, replications = String(REPLICATIONS) } = options;
  const count = wholeNumber('--replications', replications, 1, 1000, REPLICATIONS);
  const faults = faultsNamed(breach);
  const scenario = loadForExperiment(name, options);
  const sources: SourceAnswers[] = [];
  for (let replication = 0; replication < count; replication++) {
    // Only the answers are kept: the ledgers of all runs would not fit into memory.
    const { evidence, summary } = await simulatedEvidence(scenario, faults, isQuiet(options), replication);
    sources.push(answersOfRun(file, evidence, summary));
  }
  return { of: 'scenario', scenario, faults, sources, target: `runs/${scenario.name}.evaluation` };
}

/** What proofs say of requirements; null if none was asked for. */
async function proved(file: RequirementFile, { faults, scenario }: Evaluated, options: EvaluateOptions) {
  if (options.prove !== true) return { proofs: null, assumptions: [] };
  const found: [ProofQuestion, Proof][] = [];
  for (const question of proofQuestions(file.requirements, scenario)) {
    const { judged, streams } = question;
    const conduct = { conduct: scenario, faults, streams };
    found.push([question, await withProof(judged, conduct, isQuiet(options), (prover) => prover.finish())]);
  }
  return provenIn(found);
}

function isQuiet({ json, quiet }: EvaluateOptions): boolean {
  return quiet === true || json === true;
}

function written(
  result: Evaluation,
  others: Iterable<readonly [name: string, text: string]>,
  folder: string,
  { json }: EvaluateOptions,
): Outcome {
  const files = Object.fromEntries([...evaluationTexts(result), ...others]);
  giveFiles(folder, files, { json, result, text: () => renderEvaluationText(result, textOptions()) });
  return result.rows.some(({ outcome }) => outcome === 'broken') ? 'violation' : 'clean';
}
