import { join, resolve } from 'node:path';
import { tellCase } from '#audit';
import type { Scenario } from '#domain';
import type { Proof, ProvenProperty } from '#prover';
import {
  extentOf,
  headingOf,
  type ProofPage,
  proofAnswer,
  renderProof,
  renderProofText,
  worstFirst,
} from '#report';
import { wholly } from '../../shared/files/whole-files.ts';
import { colour, note, print, printJson, printText, textOptions } from '../../shared/print.ts';
import { type Outcome, refusalOf, refuse } from '../../shared/problem.ts';
import { quoted } from '../completion/command-shapes.ts';
import { loadForExperiment } from '../options/extent.ts';
import { faultsNamed, wholeNumber } from '../options/values.ts';
import { writeCounterexample } from '../run/counterexample.ts';
import { exportCounterexamples, exportModels, tellTrail } from '../run/model-files.ts';
import { withProof } from '../run/prove-by-streams.ts';
import { RunFolderWriter } from '../run/run-folder.ts';
import { type Reach, reachedBySimulation, triedStrandings } from '../run/trial-runs.ts';

export interface ProveOptions {
  readonly breach?: string;
  readonly export?: string;
  readonly trail?: string;
  readonly out?: string;
  readonly trials: string;
  readonly until?: string;
  readonly quiet?: true;
  readonly json?: true;
}

const EXPORTS: readonly string[] = ['promela', 'itf'];

/**
 * `meridian prove`: the properties that hold in all possible runs, and the shortest counterexample for each other.
 */
export async function prove(name: string, options: ProveOptions): Promise<Outcome> {
  const wanted = wholeNumber('--trials', options.trials, 0, 1000);
  const breach = options.breach ?? null;
  const faults = faultsNamed(breach);
  if (options.export !== undefined && !EXPORTS.includes(options.export)) {
    return refuse(`--export ${options.export} is no format of models`, `choose ${EXPORTS.join(' or ')}`);
  }
  if (options.export !== undefined && options.trail !== undefined) {
    return refuse('--export and --trail are two ways to use another model checker', 'give one of them');
  }
  const scenario = loadForExperiment(name, options);
  if (scenario.backlog !== undefined) {
    return refuse(
      'a proof covers the cases that arrive, and says nothing of those that are open at the start',
      "leave the key 'backlog' out, and audit a run for the open cases",
    );
  }
  const elsewhere = { scenario, faults, breach, out: options.out };
  if (options.trail !== undefined) return tellTrail(options.trail, elsewhere);
  if (options.export === 'promela') return exportModels(elsewhere);
  if (options.export === 'itf') return exportCounterexamples(elsewhere);

  const quiet = options.quiet === true;
  const { explored, breakable } = await withProof(scenario, { faults, breach }, quiet, (prover) => ({
    explored: prover.finish(),
    /** The streams whose cases can break a broken property. */
    breakable: prover.streamsBreaking(),
  }));
  const broken = explored.properties.filter(({ verdict }) => verdict === 'broken');
  const folder = options.out ?? `runs/${scenario.name}-proof`;
  /** Counterexamples as stories, and the files, which are written before the trials and once more after them. */
  const kept = (proof: Proof, reached: Readonly<Record<string, Reach>>) => {
    const stories = storiesOf(broken, scenario, reached);
    if (options.out === undefined && broken.length === 0) return stories;
    keep(folder, scenario, { title: scenario.title, proof, stories }, reached, breach);
    return stories;
  };
  const before = kept(explored, {});
  const isTried = wanted > 0 && (broken.length > 0 || explored.strandings.length > 0);
  if (isTried && !quiet) announceTrials(explored);
  const trials = { scenario, faults, trials: wanted, quiet };
  const reached = await reachedBySimulation(breakable, trials);
  const proof = { ...explored, strandings: await triedStrandings(explored.strandings, trials) };
  const stories = isTried ? kept(proof, reached) : before;
  if (options.json === true) printJson({ ...proof, reached });
  else {
    const met = new Set<string>(broken.map(({ id }) => id).filter((id) => stories[id]?.isMet === true));
    printText(renderProofText(proof, textOptions(), met));
    for (const property of worstFirst(broken, met)) tell(property, stories, folder);
    const [first] = proof.strandings;
    if (first !== undefined) print(howProbable(first, name));
  }
  return proof.verdict === 'broken' ? 'violation' : 'clean';
}

/** The verdict, on stderr, since simulated runs may take minutes and change nothing of it. */
function announceTrials(proof: Proof): void {
  note(`${headingOf(proof)}. ${proofAnswer(proof).join(' ')}`);
  note('Simulated runs now try to reproduce what was found; --trials 0 leaves them out.');
}

/** How to ask for the probability of a stranding. */
function howProbable({ segment }: Proof['strandings'][number], name: string): string {
  const event = quoted(`stranding of ${segment} > 1 h`);
  return `How probable it is that a case of ${segment} is stranded for an hour, whatever the reason: meridian rare ${quoted(name)} --event ${event}`;
}

/**
 * Writes the whole proof as JSON and as a page, and each counterexample as the ledger of a run, for `meridian trace`.
 */
function keep(
  folder: string,
  scenario: Scenario,
  page: ProofPage,
  reached: Readonly<Record<string, Reach>>,
  breach: string | null,
): void {
  const { proof } = page;
  const runs: RunFolderWriter[] = [];
  try {
    wholly((files) => {
      files.write(join(folder, 'proof.json'), `${JSON.stringify({ ...proof, reached }, null, 2)}\n`);
      files.write(join(folder, 'proof.html'), renderProof(page));
      for (const { counterexample, id } of proof.properties) {
        if (counterexample === null) continue;
        const writer = RunFolderWriter.open(resolve(folder, id));
        runs.push(writer);
        writeCounterexample(writer, scenario, counterexample.entries, breach);
      }
    });
    for (const run of runs) run.commit(false);
  } catch (error) {
    for (const run of runs) run.discard();
    throw refusalOf(error, folder, 'choose another folder with --out');
  }
}

function storiesOf(
  broken: readonly ProvenProperty[],
  scenario: Scenario,
  reached: Readonly<Record<string, Reach>>,
): ProofPage['stories'] {
  return Object.fromEntries(
    broken.map(({ counterexample, id }) => {
      const lines = tellCase(counterexample?.entries ?? [], scenario);
      return [
        id,
        { lines, reached: reachText(reached[id]), isMet: (reached[id]?.replication ?? null) !== null },
      ];
    }),
  );
}

function tell(property: ProvenProperty, stories: ProofPage['stories'], folder: string): void {
  const { counterexample, id, name } = property;
  const story = stories[id];
  if (counterexample === null || story === undefined) return;
  print('');
  print(`${colour('heading', `${id} ${name}`)} (${extentOf(property)}): ${counterexample.message}`);
  for (const line of story.lines) print(`  ${line}`);
  print(`  ${story.reached}. Again: meridian trace ${folder}/${id} 0`);
}

function reachText(reach: Reach | undefined): string {
  if (reach === undefined) return 'Not tried in simulation';
  if (reach.replication === null) {
    return `Not met in simulation (replications tried: ${reach.tried}): it may need what this scenario never has`;
  }
  const where = reach.caseNumber === null ? '' : `, case ${reach.caseNumber}`;
  return `Met in simulation: replication ${reach.replication}${where}`;
}
