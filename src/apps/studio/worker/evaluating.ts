import { faultsOf } from '#engine';
import { makeEvidence } from '#exports';
import { type Proof, startProof } from '#prover';
import { drawnSections, evaluationSections } from '#report';
import { parseRequirements, type RequirementFile } from '#scenario';
import { evaluation, openAnswers, type ProofQuestion, proofQuestions, provenIn } from '#statements';
import { evaluationTexts, RULES } from '../../shared/evidence/bundle-contents.ts';
import { hashes } from '../../shared/hashes-in-browsers.ts';
import { sentencesOf } from '../../shared/problem.ts';
import { reachOf, readInPieces, showCases } from './in-pieces.ts';
import type { OpenRun } from './run-scenario.ts';
import { pause, Refusal, type Work } from './work.ts';

export interface EvaluateRequest {
  /** The text of a file of requirements, and its name. */
  readonly text: string;
  readonly name: string;
  /** Whether all possible runs are explored, too. */
  readonly prove: boolean;
}

/** Issues that are shown at once. */
const ISSUES_SHOWN = 8;

/** Whether the open run meets requirements, as `meridian evaluate` finds it. */
export async function evaluateRun(run: OpenRun, { name, prove, text }: EvaluateRequest, work: Work) {
  const file = requirementsOf(name, text);
  const { audit: report, ledger, nearMisses, scenario, summary } = run;
  const evidence = makeEvidence(scenario, ledger, { report, nearMisses }, hashes);
  const reading = openAnswers(file, evidence, summary);
  const reach = reachOf(work, 'evaluating');
  await showCases(reading.oneCase, { evidence, ledger }, (share) => reach(share / 2));
  const { endEntries, entry } = reading.openEntries();
  if (entry !== undefined) await readInPieces(ledger, entry, (share) => reach(0.5 + share / 4));
  endEntries?.();
  const visit = reading.stories();
  if (visit !== null) await readInPieces(ledger, visit, (share) => reach(0.75 + share / 4));
  const proven = prove ? await provenOf(file, run, work) : { proofs: null, assumptions: [] };
  const sources = [reading.finish()];
  const answers = { of: 'run', scenario, sources, ...proven } as const;
  return {
    sections: drawnSections(evaluationSections(evaluation(file, { ...answers, reader: 'page' }))),
    files: Object.fromEntries(evaluationTexts(evaluation(file, answers))),
  };
}

function requirementsOf(name: string, text: string): RequirementFile {
  const read = parseRequirements(name, text, RULES);
  if (read.ok) return read.value;
  const lines = sentencesOf({ kind: 'bad input', complaints: read.problem }).map((line) => `${line}.`);
  const more = lines.length - ISSUES_SHOWN;
  throw new Refusal([...lines.slice(0, ISSUES_SHOWN), ...(more > 0 ? [`${more} more.`] : [])].join(' '));
}

async function provenOf({ requirements }: RequirementFile, { made, scenario }: OpenRun, work: Work) {
  const found: [ProofQuestion, Proof][] = [];
  const faults = (made === null || made.breach === null ? null : faultsOf(made.breach)) ?? {};
  for (const question of proofQuestions(requirements, scenario)) {
    const prover = startProof(question.judged, { conduct: scenario, faults, streams: question.streams });
    for (let done = 1; prover.next(); done++)
      await pause(work, 'exploring', done / prover.streams, prover.states);
    found.push([question, prover.finish()]);
  }
  return provenIn(found);
}
