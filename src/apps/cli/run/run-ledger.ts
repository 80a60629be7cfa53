import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, hexOf, type Result, success } from '#base';
import { BUNDLE } from '#bundle';
import { hashScenario } from '#experiment';
import {
  type ByteSource,
  type EarlierLedger,
  entryLimits,
  joinLedgers,
  type Ledger,
  type LedgerDamage,
  type LedgerPrefix,
  type LimitsOf,
  openLedgerPrefix,
  openSealedLedger,
  type WholeLedger,
} from '#ledger';
import { readSealed } from '../../shared/files/read-sealed.ts';
import { openFile, sha256 } from '../../shared/host.ts';
import { holdMemory } from '../../shared/memory.ts';
import { complained, type Failure, type Problem, refusalOf, refuse } from '../../shared/problem.ts';
import { FILES, openRunFolder, type RunFolder } from './run-folder.ts';
import { durationText } from './snapshot-file.ts';

/** Why a ledger cannot be used. `damage`: set if no entry of the ledger can be read. */
export interface LedgerProblem {
  readonly damage: LedgerDamage | null;
  readonly problem: Problem;
}

function failed({ problem }: Failure) {
  return failure({ damage: null, problem });
}

/** Opens the ledger of a run, perhaps only a part of it, as far as it can be read; compares it with the scenario and the record. */
export function openRunLedger(run: RunFolder): Result<LedgerPrefix, LedgerProblem> {
  const file = openRunLedgerFile(run);
  return file.ok ? openAsFarAsReadable(run, file.value) : file;
}

/** What was read of a run's ledger, and its damage; null for none. */
export interface LedgerRead<T> {
  readonly read: T;
  readonly damage: LedgerDamage | null;
}

/**
 * Returns the result of `read` on the whole ledger of a run. An intact ledger is verified in the same pass; a damaged
 * one is read again as far as possible, so `read` must depend on nothing but the ledger. Refuses the ledger of a run that continues another.
 */
export function readRunLedger<T>(
  run: RunFolder,
  read: (ledger: Ledger | LedgerPrefix) => T,
): Result<LedgerRead<T>, LedgerProblem> {
  const file = openRunLedgerFile(run);
  if (!file.ok) return file;
  const continued = continuationIn(file.value);
  if (continued !== null) return failed(refuse(onlyAPart(run, continued), FROM_THE_START));
  return readLedgerFile(run, file.value, read);
}

/** Reads the ledger of a run, and that of the run before as if both were one. `after`: folder of the run that this one continues, if it does. */
export function readWholeRun<T>(
  run: RunFolder,
  after: string | undefined,
  read: (ledger: WholeLedger) => T,
): Result<LedgerRead<T>, LedgerProblem> {
  const file = openRunLedgerFile(run);
  if (!file.ok) return file;
  const continued = continuationIn(file.value);
  if (continued === null) {
    if (after === undefined) return readLedgerFile(run, file.value, read);
    return failed(refuse(`--after ${after}: ${run.folder} continues no other run`, 'leave --after out'));
  }
  if (after === undefined) {
    const remedy = 'name that run with --after, or run the scenario from its start';
    return failed(refuse(onlyAPart(run, continued), remedy));
  }
  const first = firstLedgerOf(after, continued);
  if (!first.ok) return failed(first);
  let wrong: string | null = null;
  const whole = readLedgerFile(run, file.value, (second) => {
    const joined = joinLedgers(first.value, second);
    if (!joined.ok) {
      wrong = joined.problem;
      return null;
    }
    const made = read(joined.value);
    wrong = joined.value.seamProblem();
    return made;
  });
  if (!whole.ok) return whole;
  const made = whole.value.read;
  if (wrong !== null || made === null) {
    const message = `${run.folder} is not what follows ${after}: ${wrong}`;
    return failed(complained('violation', [{ message, remedy: 'name the run that it continues' }]));
  }
  return success({ read: made, damage: whole.value.damage });
}

/** What to do about a run that continues another, where the run before it cannot be named. */
export const FROM_THE_START =
  'run the scenario from its start, without --from: that makes the same entries in one ledger';

/** Why a run that continues another cannot be read alone. */
export function onlyAPart({ folder }: RunFolder, { entries, root }: EarlierLedger): string {
  return `${folder} has only what follows another run (root ${root}, ${entries} entries), and its cases are not known without that one`;
}

/** The ledger before, if the header can be read and names one. */
function continuationIn(file: ByteSource): EarlierLedger | null {
  const opened = openSealedLedger(file, sha256) ?? prefixIn(file);
  return opened?.header.continues ?? null;
}

function prefixIn(file: ByteSource): Ledger | null {
  const opened = openLedgerPrefix(file, sha256);
  return opened.ok ? opened.value : null;
}

/** Opens the ledger of the first run, which must be whole and end when the second one begins. */
function firstLedgerOf(folder: string, { untilMs }: EarlierLedger): Result<Ledger, Problem> {
  const run = openRunFolder(folder);
  if (!run.ok) return run;
  const ledger = openRunLedger(run.value);
  if (!ledger.ok) return failure(ledger.problem.problem);
  const { damage } = ledger.value;
  if (damage !== null) return damaged(damage, `of the run before, ${folder}: `);
  const { horizonMs } = run.value.scenario;
  if (horizonMs === untilMs) return ledger;
  return complained('violation', [
    {
      message: `${folder} ends ${durationText(horizonMs)} after its start, and the other run begins ${durationText(untilMs)} after it`,
      remedy: 'name the run that it continues',
    },
  ]);
}

function readLedgerFile<T>(
  run: RunFolder,
  file: ByteSource,
  read: (ledger: Ledger | LedgerPrefix) => T,
): Result<LedgerRead<T>, LedgerProblem> {
  const whole = readSealed(
    file,
    (ledger) => (mismatchOf(run, ledger, null) === null ? { read: read(ledger), damage: null } : null),
    limitsOf(run),
  );
  if (whole !== null) return success(whole);
  const opened = openAsFarAsReadable(run, file);
  if (!opened.ok) return opened;
  const { damage } = opened.value;
  return success({ read: read(opened.value), damage });
}

/**
 * Opens a ledger after reading only its header and trailer. Null if it does not match its seal or its run, or if it continues another.
 */
export function openSealedRunLedger(run: RunFolder): Ledger | null {
  const file = openRunLedgerFile(run);
  const ledger = file.ok ? openSealedLedger(file.value, sha256, limitsOf(run)) : null;
  return ledger === null || ledger.header.continues !== undefined || mismatchOf(run, ledger, null) !== null
    ? null
    : ledger;
}

function openRunLedgerFile({ folder }: RunFolder): Result<ByteSource, LedgerProblem> {
  holdMemory();
  const path = join(folder, FILES.ledger);
  try {
    return success(openFile(path));
  } catch (error) {
    const remedy = existsSync(join(folder, BUNDLE.manifest))
      ? 'this is a bundle: `meridian verify` audits it again, `query` and `statement` read it; for everything else, name the folder of a run'
      : 'run the scenario with a ledger (without --no-ledger)';
    return failed(refusalOf(error, path, remedy));
  }
}

function openAsFarAsReadable(run: RunFolder, source: ByteSource): Result<LedgerPrefix, LedgerProblem> {
  const ledger = openLedgerPrefix(source, sha256, limitsOf(run));
  if (!ledger.ok) {
    const damage = ledger.problem;
    return failure({ damage, problem: damaged(damage).problem });
  }
  const mismatch = mismatchOf(run, ledger.value, ledger.value.damage);
  return mismatch === null ? ledger : failed(mismatch);
}

/** What the entries of a run can hold. A ledger of another scenario is refused for that, whatever it holds. */
function limitsOf({ scenario }: RunFolder): LimitsOf {
  return () => entryLimits(scenario);
}

/** Why the ledger does not belong to the scenario and record next to it; null if it does. */
function mismatchOf(
  { scenario, record }: RunFolder,
  { header, root }: Ledger,
  damage: LedgerDamage | null,
): Failure | null {
  const mismatch = (message: string) =>
    complained('violation', [{ message, remedy: 'restore the files of the run, or run the scenario again' }]);
  if (hashScenario(scenario, sha256) !== header.scenarioHash) {
    return mismatch('the ledger was made from another scenario than the one next to it');
  }
  const named = `seed ${record.seed}, replication ${record.replication}`;
  const made = `seed ${header.seed}, replication ${header.replication}`;
  if (named !== made) return mismatch(`the ledger is that of ${made}, but ${FILES.run} says ${named}`);
  if (damage === null && record.root !== hexOf(root)) {
    return mismatch(`the ledger's root is ${hexOf(root)}, but ${FILES.run} says ${record.root}`);
  }
  return null;
}

/** Describes a damaged ledger for users. `meaning`: what the damage means for the request. */
export function damaged({ block, code, message, offset, remedy }: LedgerDamage, meaning = ''): Failure {
  const where = block === null ? '' : `, block ${block}`;
  const what = `the ledger is damaged (${code}) at byte ${offset}${where}: ${message}`;
  return complained('violation', [{ message: meaning + what, remedy }]);
}
