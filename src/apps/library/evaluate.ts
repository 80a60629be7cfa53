import { failure, type Result, success } from '#base';
import type { Scenario } from '#domain';
import { auditedEvidence } from '#exports';
import { startProof } from '#prover';
import { parseRequirements, type RequirementFile } from '#scenario';
import {
  answersOfLog,
  answersOfRun,
  type Evaluation,
  evaluation,
  proofQuestions,
  provenIn,
  type SourceAnswers,
} from '#statements';
import { RULES } from '../shared/evidence/bundle-contents.ts';
import { importFactsOf } from '../shared/import/import-facts.ts';
import { sentencesOf } from '../shared/problem.ts';
import { kindProblems } from './arguments.ts';
import { openRecorded } from './audit.ts';
import type { ImportedLog } from './import.ts';
import { hashes } from './machine/node.ts';
import type { SimulatedRun } from './simulate.ts';

export interface EvaluateOptions {
  /** Whether all possible runs are explored, too: what no run can break is then met. Left out: false. */
  readonly proof?: boolean;
  /** Named in what is wrong with the requirements. Left out: `requirements.yaml`. */
  readonly path?: string;
  /**
   * If it is aborted before the work begins, `evaluate` throws its reason. The work is done in one go: nothing on the same thread, and no timer,
   * can stop it midway. A program that wants to stop it calls it in a worker.
   */
  readonly signal?: AbortSignal;
}

/**
 * Whether runs with a ledger meet requirements: a text in YAML or JSON, such as the files that `meridian evaluate --against` reads. One run is
 * judged as what happened; several, which must be of one scenario, as samples of what can. Each requirement is met, broken, open, or cannot be
 * told, with its reason, how often and where it was broken first, and the change of the scenario that would meet it. Fails with everything that
 * is wrong with the requirements, each with file, line, column and remedy, or with a run.
 *
 * @example
 * const found = evaluate(simulate(scenario), readFileSync('bank.yaml', 'utf8'));
 * if (found.ok) console.log(found.value.answer[0]);
 */
export function evaluate(
  runs: SimulatedRun | readonly SimulatedRun[],
  requirements: string,
  { path, proof = false, signal }: EvaluateOptions = {},
): Result<Evaluation, readonly string[]> {
  signal?.throwIfAborted();
  const read = fileOf(requirements, path);
  if (!read.ok) return read;
  const isOne = !Array.isArray(runs);
  const all = (isOne ? [runs] : runs) as readonly SimulatedRun[];
  const [first] = all;
  if (first === undefined) return failure(['runs: there is none; give what simulate returns']);
  const { scenario } = first;
  const sources: SourceAnswers[] = [];
  for (const [k, { ledger, summary }] of all.entries()) {
    const name = isOne ? 'the run' : `run ${k}`;
    if (ledger === null) return failure([`${name} has no ledger: simulate it without \`ledger: false\``]);
    const opened = openRecorded(ledger, scenario);
    if (!opened.ok) return failure([`${name}: ${opened.problem}`]);
    const evidence = auditedEvidence(scenario, opened.value, hashes);
    sources.push(answersOfRun(read.value, evidence, summary));
  }
  const proven = proof ? provenOf(read.value, scenario) : { proofs: null, assumptions: [] };
  return success(evaluation(read.value, { of: isOne ? 'run' : 'scenario', scenario, sources, ...proven }));
}

/**
 * Whether a case log, which `importLog` has read, meets requirements, by the places, people and contracts of a scenario that starts before it. A
 * log is what happened: a requirement is met where its rows show nothing against it, and cannot be told where a column is missing. Fails with
 * everything that is wrong with the requirements, if the log has no cases, or if the scenario starts later.
 *
 * @example
 * const found = evaluateLog(imported, scenario, readFileSync('bank.yaml', 'utf8'));
 * if (found.ok) console.log(found.value.answer[0]);
 */
export function evaluateLog(
  { cases, report }: ImportedLog,
  scenario: Scenario,
  requirements: string,
  { path }: Pick<EvaluateOptions, 'path'> = {},
): Result<Evaluation, readonly string[]> {
  const read = fileOf(requirements, path);
  if (!read.ok) return read;
  const firstMs = cases[0]?.events[0]?.atMs;
  if (firstMs === undefined) return failure(['log: it has no cases; import one that has']);
  if (scenario.startEpochMs > firstMs) {
    const first = new Date(firstMs).toISOString();
    return failure([
      `scenario: it starts after the log, whose first event is at ${first}; set \`start\` to an earlier date`,
    ]);
  }
  const facts = {
    name: report.log,
    timeZone: report.timeZone,
    imported: importFactsOf(report),
    chosen: null,
  };
  const sources = [answersOfLog(read.value, scenario, cases, { facts, begun: new Set() })];
  return success(
    evaluation(read.value, { of: 'case log', scenario, sources, proofs: null, assumptions: [] }),
  );
}

function fileOf(
  requirements: string,
  path = 'requirements.yaml',
): Result<RequirementFile, readonly string[]> {
  const wrong = [
    ...kindProblems('requirements', requirements, 'string'),
    ...kindProblems('path', path, 'string'),
  ];
  if (wrong.length > 0) return failure(wrong);
  const read = parseRequirements(path, requirements, RULES);
  return read.ok ? read : failure(sentencesOf({ kind: 'bad input', complaints: read.problem }));
}

function provenOf({ requirements }: RequirementFile, scenario: Scenario) {
  const found = proofQuestions(requirements, scenario).map((question) => {
    const prover = startProof(question.judged, { conduct: scenario, streams: question.streams });
    while (prover.next());
    return [question, prover.finish()] as const;
  });
  return provenIn(found);
}
