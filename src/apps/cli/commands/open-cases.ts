import { HOUR_MS, plural } from '#base';
import { CaseLives, openCasesAt, openCasesCsv } from '#cases';
import { parseDuration } from '#scenario';
import { STANDARD } from '../../shared/files/standard-input.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { logLines } from '../../shared/import/log-backlog.ts';
import { note, print, printCsv } from '../../shared/print.ts';
import { attempt, refuse } from '../../shared/problem.ts';
import { openCasesIn } from '../import/given-cases.ts';
import { isCaseLog } from '../import/read-case-log.ts';
import { openRunFolder } from '../run/run-folder.ts';
import { damaged, readWholeRun } from '../run/run-ledger.ts';

export interface OpenCasesOptions {
  readonly after?: string;
  readonly at?: string;
  readonly scenario?: string;
  readonly out?: string;
}

/** `meridian open-cases`: the cases of a run or a case log that are open at an instant, as a file from which a run can start. */
export async function openCases(folder: string, given: OpenCasesOptions): Promise<void> {
  const { out, ...others } = given;
  const options = out === undefined || out === STANDARD ? others : given;
  if (isCaseLog(folder)) return openInLog(folder, options);
  if (options.scenario === undefined) return openInRun(folder, options);
  return refuse(
    '--scenario is for the folder of a case log; a run has its own',
    'leave it out, or name a folder that meridian import has written',
  );
}

async function openInLog(folder: string, { after, at, out, scenario }: OpenCasesOptions): Promise<void> {
  if (after !== undefined) return refuse('--after is for runs', 'leave it out');
  if (scenario === undefined) {
    return refuse(
      `${folder} is a case log, and its names must become those of a scenario`,
      'name the scenario that is to start from it with --scenario',
    );
  }
  const { made, start } = await openCasesIn(folder, scenario, at, 'instant');
  const { atMs } = start;
  give(out, made.csv);
  for (const line of logLines(folder, made, atMs)) note(line);
  if (out !== undefined) tellNext(out, atMs);
}

function openInRun(folder: string, { after, at, out }: OpenCasesOptions): void {
  const run = openRunFolder(folder);
  const { scenario } = run;
  const { horizonMs, startEpochMs } = scenario;
  const atMs = at === undefined ? horizonMs : atOf(at, horizonMs);
  const ledger = readWholeRun(run, after, (whole) => {
    const lives = new CaseLives(scenario, [], atMs);
    whole.forEach(lives.visit);
    return lives;
  });
  if (ledger.damage !== null) return damaged(ledger.damage);
  const backlog = openCasesAt(ledger.read, scenario, atMs);
  const text = openCasesCsv(backlog, scenario, startEpochMs + atMs);
  give(out, text);
  if (out === undefined) return;
  const open = backlog.filter(({ state }) => state !== 'resolved').length;
  const instant = new Date(startEpochMs + atMs).toISOString();
  print(
    `${out}: ${plural(open, 'open case')} and ${backlog.length - open} that may be opened again, at ${instant}`,
  );
  tellNext(out, startEpochMs + atMs);
}

function give(out: string | undefined, text: string): void {
  if (out === undefined) printCsv(text);
  else attempt(out, 'choose another file with --out', () => replaceFile(out, text));
}

function tellNext(out: string, epochMs: number): void {
  print(`Start a scenario from them with: start: ${new Date(epochMs).toISOString()}, and --backlog ${out}`);
}

function atOf(text: string, horizonMs: number): number {
  const duration = parseDuration(text);
  if (!duration.ok || duration.value <= 0)
    return refuse(`--at ${text} is not a duration`, 'write a number with a unit, e.g. --at "2 days"');
  if (duration.value <= horizonMs) return Math.round(duration.value);
  return refuse(
    `--at ${text} is later than the end of the run, after ${horizonMs / HOUR_MS} h`,
    'choose an earlier time',
  );
}
