import { present } from '#base';
import { renderBoundary, renderBoundaryMarkdown } from '#report';
import { type BoundaryStatement, boundaryStatement, type LogBoundary, logBoundary } from '#statements';
import { type Complaint, complained, type Outcome } from '../../shared/problem.ts';
import { giveFiles } from '../give-files.ts';
import { type HistoryOptions, openHistory, resultsOf } from '../import/open-history.ts';
import { isCaseLog, refuseForRuns } from '../import/read-case-log.ts';
import { loadForExperiment } from '../options/extent.ts';
import { faultsNamed } from '../options/values.ts';
import { simulatedEvidence, withProof } from '../run/evidence-source.ts';
import { type KeptEvidence, keptEvidence } from '../run/run-evidence.ts';

interface BoundaryOptions {
  readonly proof?: true;
  readonly breach?: string;
  readonly until?: string;
  readonly scenario?: string;
  readonly from?: string;
  readonly out?: string;
  readonly quiet?: true;
  readonly json?: true;
}

interface Source extends KeptEvidence {
  /** Where the statement goes by default. */
  readonly target: string;
}

/** `meridian boundary`: what stays inside, what leaves and for how long, as a statement whose sentences name what they rest on. */
export async function boundary(name: string, options: BoundaryOptions): Promise<Outcome> {
  if (isCaseLog(name)) return boundaryOfCaseLog(name, options);
  refuseForRuns(name, options, ['scenario', 'from']);
  const isQuiet = options.quiet === true || options.json === true;
  const { breach, evidence, target } = await openSource(name, options, isQuiet);
  const faults = faultsNamed(breach);
  const { scenario } = evidence;
  const proof =
    options.proof === true
      ? await withProof(scenario, { faults }, isQuiet, (prover) => prover.finish())
      : null;
  const statement = boundaryStatement(evidence, proof);
  return writeBoundary(options.out ?? target, statement, options);
}

/** A bundle, a run, or a scenario, which is simulated. */
async function openSource(name: string, options: BoundaryOptions, isQuiet: boolean): Promise<Source> {
  const { breach = null, until } = options;
  const kept = keptEvidence(name, { until, breach: options.breach });
  if (kept !== null) return { ...kept, target: `${name.replace(/\/+$/, '')}.boundary` };
  const scenario = loadForExperiment(name, options);
  const { evidence } = await simulatedEvidence(scenario, faultsNamed(breach), isQuiet);
  return { evidence, breach, target: `runs/${scenario.name}.boundary` };
}

interface Options extends HistoryOptions {
  readonly proof?: true;
  readonly breach?: string;
  readonly out?: string;
  readonly json?: true;
}

/** States what really happened, as far as a case log shows it, by the promises of a scenario. */
async function boundaryOfCaseLog(folder: string, options: Options): Promise<Outcome> {
  const wrong = wrongOptions(folder, options);
  if (wrong.length > 0) return complained('bad input', wrong);
  const { begun, cases, chosen, imported, name, scenario, timeZone } = await openHistory(folder, options);
  const statement = logBoundary(scenario, cases, { name, timeZone, imported, chosen }, begun);
  return writeBoundary(options.out ?? resultsOf(folder, 'boundary'), statement, options);
}

/** Writes a boundary statement in three forms, and says first what it answers and what was broken. */
function writeBoundary(
  folder: string,
  statement: LogBoundary | BoundaryStatement,
  { json }: Pick<Options, 'json'>,
): Outcome {
  const { answer, isBroken, law, sections } = statement;
  const files = {
    'boundary.md': renderBoundaryMarkdown(statement),
    'boundary.html': renderBoundary(statement),
    'boundary.json': `${JSON.stringify(statement, null, 2)}\n`,
  };
  const broken = sections.flatMap(({ sentences, title }) =>
    sentences.flatMap(({ text, tone }) => (tone === 'broken' ? [`${title}: ${text}`] : [])),
  );
  giveFiles(folder, files, { json, result: statement, text: () => [...law, ...answer, ...broken] });
  return isBroken ? 'violation' : 'clean';
}

/** Options that are about a policy: a log shows what people did, whatever policy they had. */
function wrongOptions(folder: string, { breach, proof }: Options): readonly Complaint[] {
  return present([
    proof !== undefined && {
      message: `--proof is about what the policy of a scenario can do, and ${folder} is a log of what happened`,
      remedy: 'leave it out; `meridian boundary <scenario> --proof` makes a statement about the scenario',
    },
    breach !== undefined && {
      message: `--breach is for a scenario that is simulated, and ${folder} is a log of what happened`,
      remedy: 'leave it out',
    },
  ]);
}
