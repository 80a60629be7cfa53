import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AuditReport } from '#audit';
import { givenLaw, type OwnPreference, type Scenario } from '#domain';
import { BadPreference, BREACHES, type EngineKind, faultsOf } from '#engine';
import {
  auditJson,
  notModelled,
  ScenarioNames,
  type ScenarioText,
  VIOLATION_COLUMNS,
  violationRows,
} from '#evidence';
import { pilotFor, type Replication, startReplication } from '#experiment';
import {
  answerOf,
  renderCellsCsv,
  renderCostsCsv,
  renderReport,
  renderSummaryText,
  renderTargetsCsv,
  renderWeeklyCsv,
} from '#report';
import { type JudgedRun, judgedRun } from '../../shared/evidence/audit-run.ts';
import { ViolationFiles } from '../../shared/evidence/violation-files.ts';
import { BAD_INPUT, CLEAN, INTERRUPTED, isBroken, UNSTABLE, VIOLATION } from '../../shared/exit-codes.ts';
import { reasonOf, sha256, versions } from '../../shared/host.ts';
import {
  colour,
  complain,
  note,
  print,
  printIssues,
  printJson,
  printStories,
  printText,
  terminalWidth,
} from '../../shared/print.ts';
import { type Extent, loadScenario, withExtent } from '../../shared/scenario/load-scenario.ts';
import { tuneForOneRun } from '../../shared/v8-flags.ts';
import { type Progress, startProgress } from '../progress.ts';
import { loadPreference, sealedVersion } from '../run/own-preference.ts';
import { FILES, NotARunFolder, RunFolderWriter, type RunRecord } from '../run/run-folder.ts';

export interface RunOptions extends Extent {
  readonly out?: string;
  readonly seed?: string;
  readonly replication: string;
  readonly engine: EngineKind;
  readonly breach?: string;
  readonly preference?: string;
  readonly ledger: boolean;
  readonly audit: boolean;
  readonly quiet?: true;
  readonly json?: true;
}

/** `meridian run`: one replication of a scenario, its ledger audited, its results left in a run folder. */
export async function run(name: string, options: RunOptions): Promise<void> {
  process.exitCode = BAD_INPUT;
  const loaded = loadScenario(name);
  if (!loaded.ok) return printIssues(loaded.problem, 'error');
  if (options.quiet === undefined) printIssues(loaded.value.warnings, 'warning');
  const settings = settingsOf(loaded.value.scenario, options);
  if (settings === null) return;

  const { scenario } = settings;
  const own = options.preference === undefined ? null : await loadPreference(options.preference, scenario);
  if (options.preference !== undefined && own === null) return;
  const { texts } = loaded.value;
  const record = { ...settings.record, preference: own?.record ?? null };
  const folder = options.out ?? `runs/${scenario.name}`;
  const interruption: Interruption = { isAsked: false };
  const interrupt = () => {
    interruption.isAsked = true;
  };
  // Before anything is written: nothing is left behind whenever the user interrupts.
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    await runInto(folder, { scenario, texts, record, preference: own?.preference, options, interruption });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

interface Task {
  readonly scenario: Scenario;
  readonly texts: readonly ScenarioText[];
  readonly record: Omit<RunRecord, 'root'>;
  readonly preference: OwnPreference | undefined;
  readonly options: RunOptions;
  readonly interruption: Interruption;
}

async function runInto(folder: string, task: Task): Promise<void> {
  const { interruption, options, scenario } = task;
  let writer: RunFolderWriter;
  try {
    writer = new RunFolderWriter(resolve(folder));
  } catch (error) {
    const reason = error instanceof NotARunFolder ? error.message : reasonOf(error, folder);
    return complain(reason, 'choose another folder with --out');
  }
  try {
    const outcome = await simulate(task, writer);
    if (outcome === null) return discard(writer);
    const audited = options.ledger && options.audit ? auditedIn(writer, scenario) : null;
    const audit = audited?.report ?? null;
    await setImmediate();
    if (interruption.isAsked) return discard(writer);
    leave(writer, task, outcome, audited);
    if (options.json === true) {
      const { ledger, summary } = outcome;
      const nearMisses = audited?.nearMisses ?? [];
      printJson({
        folder,
        law: givenLaw(scenario),
        ledger,
        summary,
        targets: answerOf(summary, scenario, null).targets,
        answer: answerOf(summary, scenario, audited?.late ?? null).sentences,
        audit,
        nearMisses,
        notModelled: notModelled(scenario),
      });
    } else if (options.quiet === undefined) {
      const law = givenLaw(scenario);
      const answer = answerOf(outcome.summary, scenario, audited?.late ?? null);
      const form = { width: terminalWidth(), colour };
      printText(renderSummaryText(outcome.summary, audit, form, { law, answer }));
      if (audited !== null) {
        printStories(audited);
        print(
          `Not modelled, and therefore not judged: ${notModelled(scenario).length} subjects; report.html lists them.`,
        );
      }
      const entries = outcome.ledger?.entries.toLocaleString('en-GB') ?? 'no';
      print(`${folder}: ${entries} ledger entries, root ${outcome.ledger?.root ?? 'none'}`);
    }
    process.exitCode = exitCodeOf(outcome, audit);
  } catch (error) {
    writer.discard();
    if (error instanceof BadPreference) return complain(error.message, 'correct the module');
    const reason = error instanceof NotARunFolder ? error.message : reasonOf(error, folder);
    complain(reason, 'choose another folder with --out, or make room');
  }
}

/** The audit of the ledger that has been written; every violation goes to files of the folder. */
function auditedIn(writer: RunFolderWriter, scenario: Scenario): JudgedRun {
  const paths = { ndjson: FILES.violationLines, csv: FILES.violationTable };
  return writer.readLedger((ledger) => {
    const rowOf = violationRows(new ScenarioNames(scenario));
    const lists = new ViolationFiles(VIOLATION_COLUMNS, (format) => writer.pathOf(paths[format]));
    try {
      return judgedRun(ledger, scenario, {
        looksForNearMisses: true,
        takeViolation: (violation) => lists.take(rowOf(violation)),
      });
    } finally {
      lists.close();
    }
  });
}

function exitCodeOf({ summary }: Outcome, audit: AuditReport | null): number {
  if (audit !== null && isBroken(audit)) return VIOLATION;
  const endedAfterHours = summary.overload?.endedAfterHours ?? null;
  return endedAfterHours === null ? CLEAN : UNSTABLE;
}

function discard(writer: RunFolderWriter): void {
  writer.discard();
  note('interrupted: nothing was written, earlier results are as they were');
  process.exitCode = INTERRUPTED;
}

/** The scenario and the record of the run as the options have them, or null when an option is wrong. */
function settingsOf(
  scenario: Scenario,
  options: RunOptions,
): { readonly scenario: Scenario; readonly record: Omit<RunRecord, 'root' | 'preference'> } | null {
  const replication = Number(options.replication);
  if (!/^\d+$/.test(options.replication) || !Number.isSafeInteger(replication)) {
    complain(
      `--replication ${options.replication} is not a whole number from 0 on`,
      'write e.g. --replication 3',
    );
    return null;
  }
  const breach = options.breach ?? null;
  if (breach !== null && faultsOf(breach) === null) {
    const names = BREACHES.map((known) => known.name).join(', ');
    complain(`there is no breach ${breach}`, `choose one of ${names}`);
    return null;
  }
  const wanted = withExtent(scenario, options);
  if (wanted === null) return null;
  return {
    scenario: wanted,
    record: { seed: options.seed ?? scenario.seed, replication, breach, engine: options.engine, versions },
  };
}

/** Set by the user's Ctrl-C; looked at between pieces of work. */
interface Interruption {
  isAsked: boolean;
}

/** Some tenths of a second of work. */
const NOTICES_AT_ONCE = 100_000;

type Outcome = ReturnType<Replication['finish']>;

/** Runs to the horizon, showing progress; null when the user interrupts. */
async function simulate(
  { interruption, options, preference, record, scenario }: Task,
  writer: RunFolderWriter,
): Promise<Outcome | null> {
  const progress: Progress = startProgress(scenario.name, options.quiet === true);
  /** To the horizon, unless the user interrupts. */
  const isMade = async (replication: Replication) => {
    while (!replication.advance(scenario.horizonMs, NOTICES_AT_ONCE)) {
      progress.at(replication.nowMs / scenario.horizonMs, replication.counts.cases);
      await setImmediate();
      if (interruption.isAsked) return false;
    }
    return true;
  };
  tuneForOneRun();
  const pilot = pilotFor(scenario, record.seed, sha256);
  if (pilot !== null && !(await isMade(pilot.replication))) return null;
  const replication = startReplication(scenario, {
    seed: record.seed,
    replication: record.replication,
    engine: options.engine,
    digest: sha256,
    writeLedger: options.ledger ? writer.writeLedger : null,
    engineVersion: sealedVersion(versions.engine, record.preference),
    faults: record.breach === null ? {} : (faultsOf(record.breach) ?? {}),
    ...(preference === undefined ? {} : { preference }),
    warmUp: pilot?.warmUp(),
  });
  try {
    return (await isMade(replication)) ? replication.finish() : null;
  } finally {
    progress.done();
  }
}

function leave(
  writer: RunFolderWriter,
  { record, scenario, texts }: Task,
  { summary, ledger }: Outcome,
  audited: JudgedRun | null,
): void {
  const audit: AuditReport | null = audited?.report ?? null;
  writer.writeScenario(scenario);
  writer.writeSource(texts);
  writer.writeJson(FILES.run, { ...record, root: ledger?.root ?? null, source: texts[0]?.path });
  writer.writeJson(FILES.summary, summary);
  if (audit !== null) writer.write(FILES.audit, auditJson(audit, scenario));
  writer.write(FILES.cells, renderCellsCsv(summary));
  const costs = renderCostsCsv(summary);
  if (costs !== null) writer.write(FILES.costs, costs);
  const targets = renderTargetsCsv(summary);
  if (targets !== null) writer.write(FILES.targets, targets);
  const weekly = renderWeeklyCsv(summary);
  if (weekly !== null) writer.write(FILES.weekly, weekly);
  const ledgerRoot = ledger?.root ?? null;
  writer.write(
    FILES.report,
    renderReport({
      summary,
      audit,
      scenario,
      ledgerRoot,
      stories: audited?.stories ?? {},
      nearMisses: audited?.nearMisses ?? [],
      late: audited?.late ?? null,
    }),
  );
  writer.commit();
}
