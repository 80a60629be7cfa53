import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hexOf } from '#base';
import { BUNDLE } from '#bundle';
import type { Scenario } from '#domain';
import { hashScenario } from '#experiment';
import {
  type ByteSource,
  byteSource,
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
import {
  type Complaint,
  complained,
  RefusedRequest,
  refusalOf,
  refuse,
  unlessRefused,
} from '../../shared/problem.ts';
import { FILES, openRunFolder, type RunFolder } from './run-folder.ts';
import { durationText } from './snapshot-file.ts';

/** Refuses the ledger of a run of which no entry can be read. */
export class UnreadableLedger extends RefusedRequest {
  readonly folder: string;
  readonly damage: LedgerDamage;

  constructor({ folder }: RunFolder, damage: LedgerDamage) {
    super({ kind: 'violation', complaints: [complaintOf(damage)] });
    this.folder = folder;
    this.damage = damage;
  }
}

/** Opens the ledger of a run, perhaps only a part of it, as far as it can be read; compares it with the scenario and the record. */
export function openRunLedger(run: RunFolder): LedgerPrefix {
  return openAsFarAsReadable(run, openRunLedgerFile(run));
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
export function readRunLedger<T>(run: RunFolder, read: (ledger: Ledger | LedgerPrefix) => T): LedgerRead<T> {
  const file = openRunLedgerFile(run);
  const continued = continuationIn(file);
  if (continued !== null) return refuse(onlyAPart(run, continued), FROM_THE_START);
  return readLedgerFile(run, file, read);
}

/** Reads the ledger of a run, and that of the run before as if both were one. `after`: folder of the run that this one continues, if it does. */
export function readWholeRun<T>(
  run: RunFolder,
  after: string | undefined,
  read: (ledger: WholeLedger) => T,
): LedgerRead<T> {
  const file = openRunLedgerFile(run);
  const continued = continuationIn(file);
  if (continued === null) {
    if (after === undefined) return readLedgerFile(run, file, read);
    return refuse(`--after ${after}: ${run.folder} continues no other run`, 'leave --after out');
  }
  if (after === undefined) {
    const remedy = 'name that run with --after, or run the scenario from its start';
    return refuse(onlyAPart(run, continued), remedy);
  }
  const first = firstLedgerOf(after, continued);
  let wrong: string | null = null;
  const whole = readLedgerFile(run, file, (second) => {
    const joined = joinLedgers(first, second);
    if (!joined.ok) {
      wrong = joined.problem;
      return null;
    }
    const made = read(joined.value);
    wrong = joined.value.seamProblem();
    return made;
  });
  const made = whole.read;
  if (wrong !== null || made === null) {
    const message = `${run.folder} is not what follows ${after}: ${wrong}`;
    return complained('violation', [{ message, remedy: 'name the run that it continues' }]);
  }
  return { read: made, damage: whole.damage };
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
function firstLedgerOf(folder: string, { untilMs }: EarlierLedger): Ledger {
  const run = openRunFolder(folder);
  const ledger = openRunLedger(run);
  const { damage } = ledger;
  if (damage !== null) return damaged(damage, `of the run before, ${folder}: `);
  const { horizonMs } = run.scenario;
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
): LedgerRead<T> {
  const whole = readSealed(
    file,
    (ledger) => (mismatchIn(run, ledger, null) === null ? { read: read(ledger), damage: null } : null),
    limitsOf(run),
  );
  if (whole !== null) return whole;
  const opened = openAsFarAsReadable(run, file);
  const { damage } = opened;
  return { read: read(opened), damage };
}

/**
 * Opens a ledger after reading only its header and trailer. Null if it does not match its seal or its run, or if it continues another.
 */
export function openSealedRunLedger(run: RunFolder): Ledger | null {
  const file = unlessRefused(() => openRunLedgerFile(run));
  const ledger = file === null ? null : openSealedLedger(file, sha256, limitsOf(run));
  return ledger === null || ledger.header.continues !== undefined || mismatchIn(run, ledger, null) !== null
    ? null
    : ledger;
}

function openRunLedgerFile({ folder }: RunFolder): ByteSource {
  holdMemory();
  const path = join(folder, FILES.ledger);
  try {
    return openFile(path);
  } catch (error) {
    const remedy = existsSync(join(folder, BUNDLE.manifest))
      ? 'this is a bundle: `meridian verify` audits it again, `query` and `statement` read it; for everything else, name the folder of a run'
      : 'run the scenario with a ledger (without --no-ledger)';
    throw refusalOf(error, path, remedy);
  }
}

function openAsFarAsReadable(run: RunFolder, source: ByteSource): LedgerPrefix {
  const ledger = openLedgerPrefix(source, sha256, limitsOf(run));
  if (!ledger.ok) throw new UnreadableLedger(run, ledger.problem);
  const mismatch = mismatchIn(run, ledger.value, ledger.value.damage);
  if (mismatch === null) return ledger.value;
  const remedy = 'restore the files of the run, or run the scenario again';
  return complained('violation', [{ message: mismatch, remedy }]);
}

/** What the entries of a run can hold. A ledger of another scenario is refused for that, whatever it holds. */
function limitsOf({ scenario }: RunFolder): LimitsOf {
  return () => entryLimits(scenario);
}

/** Why the ledger does not belong to the scenario and record next to it; null if it does. */
function mismatchIn(
  { scenario, record }: RunFolder,
  { header, root }: Ledger,
  damage: LedgerDamage | null,
): string | null {
  if (hashScenario(scenario, sha256) !== header.scenarioHash) {
    return 'the ledger was made from another scenario than the one next to it';
  }
  const named = `seed ${record.seed}, replication ${record.replication}`;
  const made = `seed ${header.seed}, replication ${header.replication}`;
  if (named !== made) return `the ledger is that of ${made}, but ${FILES.run} says ${named}`;
  if (damage === null && record.root !== hexOf(root)) {
    return `the ledger's root is ${hexOf(root)}, but ${FILES.run} says ${record.root}`;
  }
  return null;
}

/** Opens a ledger without its run, as far as it can be read. Refuses that of another scenario, and of a run that continues another. */
export function openLooseLedger(bytes: Uint8Array, scenario: Scenario): LedgerPrefix {
  const hash = hashScenario(scenario, sha256);
  const limits: LimitsOf = ({ scenarioHash }) => (scenarioHash === hash ? entryLimits(scenario) : null);
  const opened = openLedgerPrefix(byteSource(bytes), sha256, limits);
  if (!opened.ok) return damaged(opened.problem);
  const { header } = opened.value;
  if (header.continues !== undefined)
    return refuse('the ledger has only what follows another run', FROM_THE_START);
  if (header.scenarioHash === hash) return opened.value;
  return refuse(
    `the ledger was made from another scenario than ${scenario.name}`,
    'name with --scenario the scenario as it was run, without --until and --set',
  );
}

/** Refuses a damaged ledger. `meaning`: what the damage means for the request. */
export function damaged(damage: LedgerDamage, meaning = ''): never {
  return complained('violation', [complaintOf(damage, meaning)]);
}

function complaintOf({ block, code, message, offset, remedy }: LedgerDamage, meaning = ''): Complaint {
  const where = block === null ? '' : `, block ${block}`;
  const what = `the ledger is damaged (${code}) at byte ${offset}${where}: ${message}`;
  return { message: meaning + what, remedy };
}
