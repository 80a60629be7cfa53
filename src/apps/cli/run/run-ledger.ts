import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, hexOf, type Result, success } from '#base';
import { BUNDLE } from '#evidence';
import { hashScenario } from '#experiment';
import {
  type ByteSource,
  type Ledger,
  type LedgerDamage,
  type LedgerPrefix,
  openLedgerPrefix,
  openSealedLedger,
} from '#ledger';
import { readSealed } from '../../shared/files/read-sealed.ts';
import { openFile, sha256 } from '../../shared/host.ts';
import { complained, type Failure, type Problem, refusalOf } from '../../shared/problem.ts';
import { tuneForReading } from '../../shared/v8-flags.ts';
import { FILES, type RunFolder } from './run-folder.ts';

/** Why a ledger cannot be used. `damage`: set if no entry of the ledger can be read. */
export interface LedgerProblem {
  readonly damage: LedgerDamage | null;
  readonly problem: Problem;
}

/** Opens the ledger of a run as far as it can be read, and compares it with the scenario and the record. */
export function openRunLedger(run: RunFolder): Result<LedgerPrefix, LedgerProblem> {
  const file = openRunLedgerFile(run);
  return file.ok ? openAsFarAsReadable(run, file.value) : file;
}

/**
 * Returns the result of `read` on the whole ledger of a run. An intact ledger is verified in the same pass; a damaged
 * one is read again as far as possible, so `read` must depend on nothing but the ledger.
 */
export function readRunLedger<T>(
  run: RunFolder,
  read: (ledger: Ledger | LedgerPrefix) => T,
): Result<{ readonly read: T; readonly damage: LedgerDamage | null }, LedgerProblem> {
  const file = openRunLedgerFile(run);
  if (!file.ok) return file;
  const whole = readSealed(file.value, (ledger) =>
    mismatchOf(run, ledger, null) === null ? { read: read(ledger), damage: null } : null,
  );
  if (whole !== null) return success(whole);
  const opened = openAsFarAsReadable(run, file.value);
  if (!opened.ok) return opened;
  const { damage } = opened.value;
  return success({ read: read(opened.value), damage });
}

/** Opens a ledger after reading only its header and trailer. Null if it does not match its seal or its run. */
export function openSealedRunLedger(run: RunFolder): Ledger | null {
  const file = openRunLedgerFile(run);
  const ledger = file.ok ? openSealedLedger(file.value, sha256) : null;
  return ledger === null || mismatchOf(run, ledger, null) !== null ? null : ledger;
}

function openRunLedgerFile({ folder }: RunFolder): Result<ByteSource, LedgerProblem> {
  tuneForReading();
  const path = join(folder, FILES.ledger);
  try {
    return success(openFile(path));
  } catch (error) {
    const remedy = existsSync(join(folder, BUNDLE.manifest))
      ? 'this is a bundle: `meridian verify` audits it again, `query` and `statement` read it; for everything else, name the folder of a run'
      : 'run the scenario with a ledger (without --no-ledger)';
    return failure({ damage: null, problem: refusalOf(error, path, remedy).problem });
  }
}

function openAsFarAsReadable(run: RunFolder, source: ByteSource): Result<LedgerPrefix, LedgerProblem> {
  const ledger = openLedgerPrefix(source, sha256);
  if (!ledger.ok) {
    const damage = ledger.problem;
    return failure({ damage, problem: damaged(damage).problem });
  }
  const mismatch = mismatchOf(run, ledger.value, ledger.value.damage);
  if (mismatch === null) return ledger;
  return failure({ damage: null, problem: mismatch.problem });
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
