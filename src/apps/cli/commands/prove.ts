import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { tellCase } from '#audit';
import { assert } from '#base';
import type { Scenario } from '#domain';
import type { Faults } from '#engine';
import { startReplication } from '#experiment';
import { observerOf } from '#ledger';
import {
  type Followed,
  type Proof,
  type ProvenProperty,
  startFollowing,
  startTrials,
  type TriedStranding,
} from '#prover';
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
import { sha256, versions } from '../../shared/host.ts';
import { colour, note, print, printJson, printText, textOptions } from '../../shared/print.ts';
import { type Outcome, refusalOf, refuse } from '../../shared/problem.ts';
import { quoted } from '../completion/command-shapes.ts';
import { loadForExperiment } from '../options/extent.ts';
import { faultsNamed, wholeNumber } from '../options/values.ts';
import { withProgress } from '../progress.ts';
import { withProof } from '../run/evidence-source.ts';
import { exportCounterexamples, exportModels, tellTrail, writeCounterexample } from '../run/model-files.ts';
import { RunFolderWriter } from '../run/run-folder.ts';

interface ProveOptions {
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

/** Whether a simulated run has broken a property. */
interface Reach {
  readonly tried: number;
  /** The first replication that broke it, with a case; null if none did. */
  readonly replication: number | null;
  readonly caseNumber: number | null;
}

interface Trials {
  readonly scenario: Scenario;
  readonly faults: Faults;
  readonly trials: number;
  readonly quiet: boolean;
}

/** Broken properties by id, each with the arrival streams whose cases can break it. */
type Breakable = ReadonlyMap<string, ReadonlySet<number>>;

/**
 * Simulates until every one of the properties has been broken; by id. Judges runs step by step, as the prover does,
 * because a property may be only a part of an invariant that the audit judges as a whole. Follows only cases that can break one of them.
 */
async function reachedBySimulation(
  breakable: Breakable,
  options: Trials,
): Promise<Readonly<Record<string, Reach>>> {
  const { quiet, trials } = options;
  const reached: Record<string, Reach> = {};
  const open = new Map(breakable);
  await withProgress('trying', quiet || breakable.size === 0, 'runs', async (progress) => {
    for (let replication = 0; replication < trials && open.size > 0; replication++) {
      const broken = await followedRun(options, replication, open);
      for (const [id, caseNumber] of broken) {
        if (open.delete(id)) reached[id] = { tried: replication + 1, replication, caseNumber };
      }
      progress.at((replication + 1) / trials, replication + 1);
    }
  });
  if (trials > 0)
    for (const id of open.keys()) reached[id] = { tried: trials, replication: null, caseNumber: null };
  return reached;
}

/** Runs one replication until all `wanted` properties have been broken. */
async function followedRun(
  { faults, scenario }: Trials,
  replication: number,
  wanted: Breakable,
): Promise<Followed['broken']> {
  const follower = startFollowing(scenario, faults, wanted);
  const run = startReplication(scenario, {
    seed: scenario.seed,
    replication,
    engine: 'compiled',
    digest: sha256,
    engineVersion: versions.engine,
    faults,
    writeLedger: null,
    observer: observerOf(follower.visit),
  });
  const isDone = () =>
    [...wanted.keys()].every((id) => ([...follower.broken.keys()] as string[]).includes(id));
  while (!run.advance(Number.POSITIVE_INFINITY, NOTICES_AT_A_TIME)) {
    if (isDone()) return follower.broken;
    await setImmediate();
  }
  const { broken, offPath } = follower.finish();
  assert(offPath.length === 0, `a run follows paths that were not explored: ${offPath[0]}`);
  return broken;
}

/** Tries each finding in runs in which its places are deliberately down. */
async function triedStrandings(
  strandings: readonly TriedStranding[],
  { faults, quiet, scenario, trials: tries }: Trials,
): Promise<readonly TriedStranding[]> {
  if (tries === 0) return strandings;
  const trials = startTrials(scenario, strandings, {
    faults,
    tries,
    engine: 'compiled',
    noticesMax: TRIAL_NOTICES_MAX,
  });
  await withProgress('stranding', quiet, 'runs', async (progress) => {
    while (trials.next()) {
      progress.at(trials.share, trials.runs);
      await setImmediate();
    }
  });
  return trials.finish();
}

const NOTICES_AT_A_TIME = 10_000;
/** About ten seconds on a large scenario. */
const TRIAL_NOTICES_MAX = 2_000_000;
