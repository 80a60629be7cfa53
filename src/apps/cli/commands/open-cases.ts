import { failure, HOUR_MS, plural, type Result, success } from '#base';
import { OpenCaseReader, openCasesCsv } from '#evidence';
import { parseDuration } from '#scenario';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { print, printCsv } from '../../shared/print.ts';
import { attempt, type Problem, refuse } from '../../shared/problem.ts';
import type { CommandResult } from '../../shared/run-command.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { damaged, readRunLedger } from '../run/run-ledger.ts';

export interface OpenCasesOptions {
  readonly at?: string;
  readonly out?: string;
}

/** `meridian open-cases`: the cases of a run that are open at an instant, as a file from which another run can start. */
export function openCases(folder: string, { at, out }: OpenCasesOptions): CommandResult {
  const run = openRunFolder(folder);
  if (!run.ok) return run;
  const { scenario } = run.value;
  const { horizonMs, startEpochMs } = scenario;
  const until = at === undefined ? success(horizonMs) : atOf(at, horizonMs);
  if (!until.ok) return until;
  const atMs = until.value;
  const reader = new OpenCaseReader(scenario);
  const ledger = readRunLedger(run.value, (whole) => {
    whole.forEach((timeMs, ...entry) => {
      if (timeMs < atMs) reader.visit(timeMs, ...entry);
    });
  });
  if (!ledger.ok) return failure(ledger.problem.problem);
  if (ledger.value.damage !== null) return damaged(ledger.value.damage);
  const backlog = reader.openAt(atMs);
  const text = openCasesCsv(backlog, scenario, startEpochMs + atMs);
  if (out === undefined) {
    printCsv(text);
    return success('clean');
  }
  const written = attempt(out, 'choose another file with --out', () => {
    replaceFile(out, text);
    return success(null);
  });
  if (!written.ok) return written;
  const open = backlog.filter(({ state }) => state !== 'resolved').length;
  const instant = new Date(startEpochMs + atMs).toISOString();
  print(
    `${out}: ${plural(open, 'open case')} and ${backlog.length - open} that may be opened again, at ${instant}`,
  );
  print(`Start a scenario from them with: start: ${instant}, and --backlog ${out}`);
  return success('clean');
}

function atOf(text: string, horizonMs: number): Result<number, Problem> {
  const duration = parseDuration(text);
  if (!duration.ok || duration.value <= 0)
    return refuse(`--at ${text} is not a duration`, 'write a number with a unit, e.g. --at "2 days"');
  if (duration.value <= horizonMs) return success(Math.round(duration.value));
  return refuse(
    `--at ${text} is later than the end of the run, after ${horizonMs / HOUR_MS} h`,
    'choose an earlier time',
  );
}
