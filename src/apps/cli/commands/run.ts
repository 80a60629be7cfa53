import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AuditReport } from '#audit';
import { type Result, success } from '#base';
import { branchedSeed, branchesIn, givenLaw, type OwnPreference, type Scenario, seedParts } from '#domain';
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
  type Answer,
  answerOf,
  renderCellsCsv,
  renderCostsCsv,
  renderGroupsCsv,
  renderProductLevelsCsv,
  renderReport,
  renderSummaryText,
  renderTargetsCsv,
  renderWeeklyCsv,
  triableTarget,
} from '#report';
import { type JudgedRun, judgedRun } from '../../shared/evidence/audit-run.ts';
import { ViolationFiles } from '../../shared/evidence/violation-files.ts';
import { isBroken, type Outcome } from '../../shared/exit-codes.ts';
import { sha256, versions } from '../../shared/host.ts';
import { print, printIssues, printJson, printText, textOptions } from '../../shared/print.ts';
import { attempt, complained, interrupted, type Problem, refusalOf, refuse } from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import { tuneForHeapSize, tuneForOneRun } from '../../shared/v8-flags.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { withProgress } from '../progress.ts';
import { loadPreference, sealedVersion } from '../run/own-preference.ts';
import { printStories } from '../run/print-stories.ts';
import { noteReplaced, type Replaced } from '../run/replaced.ts';
import { FILES, RunFolderWriter, type RunRecord } from '../run/run-folder.ts';
import { type TrialSettings, type TriedChanges, trialsOf, tryChanges } from '../run/try-changes.ts';

export interface RunOptions extends Extent {
  readonly out?: string;
  readonly seed?: string;
  readonly replication: string;
  readonly branches?: string;
  readonly engine: EngineKind;
  readonly breach?: string;
  readonly preference?: string;
  readonly ledger: boolean;
  readonly audit: boolean;
  readonly try?: true;
  readonly threads?: string;
  readonly quiet?: true;
  readonly json?: true;
}

/** `meridian run`: makes and audits one replication of a scenario, and writes the results to a run folder. */
export async function run(
  name: string,
  options: RunOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const asked = trialsOf(options);
  if (!asked.ok) return asked;
  const loaded = loadScenario(name, options.backlog);
  if (!loaded.ok) return complained('bad input', loaded.problem);
  if (options.quiet === undefined) printIssues(loaded.value.warnings, 'warning');
  const settings = settingsOf(loaded.value.scenario, options);
  if (!settings.ok) return settings;

  const { scenario } = settings.value;
  const own =
    options.preference === undefined ? success(null) : await loadPreference(options.preference, scenario);
  if (!own.ok) return own;
  const { texts } = loaded.value;
  const record = { ...settings.value.record, preference: own.value?.record ?? null };
  // Listen before anything is written, so that an interruption never leaves files behind.
  const { signal } = context;
  const preference = own.value?.preference;
  return runInto({ scenario, texts, record, preference, options, trials: asked.value, signal });
}

interface Task {
  readonly scenario: Scenario;
  readonly texts: readonly ScenarioText[];
  readonly record: Omit<RunRecord, 'root'>;
  readonly preference: OwnPreference | undefined;
  readonly options: RunOptions;
  /** How to try changes; null for no trials. */
  readonly trials: TrialSettings | null;
  readonly signal: AbortSignal;
}

async function runInto(task: Task): Promise<CommandResult> {
  const { options, scenario } = task;
  const folder = options.out ?? `runs/${scenario.name}`;
  const opened = attempt(folder, 'choose another folder with --out', () =>
    RunFolderWriter.open(resolve(folder)),
  );
  if (!opened.ok) return opened;
  const writer = opened.value;
  let made: Result<Made, Problem>;
  try {
    made = await madeIn(writer, task);
  } catch (error) {
    made =
      error instanceof BadPreference
        ? refuse(error.message, 'correct the module')
        : refusalOf(error, folder, 'choose another folder with --out, or make room');
  }
  if (!made.ok) {
    writer.discard();
    return made;
  }
  const { audited, finished } = made.value;
  tell(folder, scenario, made.value, options);
  return success(outcomeOf(finished, audited?.report ?? null));
}

interface Made {
  readonly finished: Finished;
  readonly audited: JudgedRun | null;
  readonly answer: Answer;
  /** Results of the trials; null if there were none. */
  readonly tried: TriedChanges | null;
  /** What happened to an earlier run in the same place. */
  readonly replaced: Replaced;
}

/** Makes the whole run and moves it to its place. */
async function madeIn(writer: RunFolderWriter, task: Task): Promise<Result<Made, Problem>> {
  const { options, scenario, signal } = task;
  const finished = await simulate(task, writer);
  if (finished === null) return NOTHING_WRITTEN;
  const audited = options.ledger && options.audit ? auditedIn(writer, scenario) : null;
  const late = audited?.late ?? null;
  const found = answerOf(finished.summary, scenario, late);
  await setImmediate();
  const tried = task.trials === null ? success(null) : await triedFor(found, audited, task, task.trials);
  if (signal.aborted) return NOTHING_WRITTEN;
  if (!tried.ok) return tried;
  const answer =
    tried.value === null ? found : answerOf(finished.summary, scenario, late, tried.value.sentence);
  const required = tried.value?.required ?? null;
  const left = leave(writer, task, { ...finished, audited, answer, required });
  return left.ok ? success({ finished, audited, answer, tried: tried.value, replaced: left.value }) : left;
}

function triedFor(
  { targets }: Answer,
  audited: JudgedRun | null,
  { options, record, scenario, signal }: Task,
  settings: TrialSettings,
): Promise<Result<TriedChanges, Problem>> {
  const quest = triableTarget(targets, audited?.late ?? new Map(), scenario);
  return tryChanges(
    { scenario, quest, seed: record.seed, isQuiet: options.quiet === true },
    settings,
    signal,
  );
}

const NOTHING_WRITTEN = interrupted('nothing was written, and earlier results are unchanged');

function tell(
  folder: string,
  scenario: Scenario,
  { answer, audited, finished, replaced, tried }: Made,
  options: RunOptions,
): void {
  const { ledger, summary } = finished;
  const law = givenLaw(scenario);
  const audit = audited?.report ?? null;
  if (options.json === true) {
    const nearMisses = audited?.nearMisses ?? [];
    return printJson({
      ...{
        folder,
        law,
        ledger,
        summary,
        answer: answer.sentences,
        targets: answer.targets,
        ...(tried === null ? {} : { tried: tried.trials }),
        audit,
        nearMisses,
      },
      notModelled: notModelled(scenario),
    });
  }
  if (options.quiet !== undefined) return;
  printText(renderSummaryText(summary, audit, textOptions(), { law, answer }));
  if (audited !== null) {
    printStories(audited);
    print(
      `Not modelled, and therefore not judged: ${notModelled(scenario).length} subjects; report.html lists them.`,
    );
  }
  const entries = ledger?.entries.toLocaleString('en-GB') ?? 'no';
  print(`${folder}: ${entries} ledger entries, root ${ledger?.root ?? 'none'}`);
  noteReplaced(replaced, 'run', folder);
}

/** Audits the ledger just written, and writes every violation to files of the folder. */
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

function outcomeOf({ summary }: Finished, audit: AuditReport | null): Outcome {
  if (audit !== null && isBroken(audit)) return 'violation';
  const endedAfterHours = summary.overload?.endedAfterHours ?? null;
  return endedAfterHours === null ? 'clean' : 'unstable';
}

interface Settings {
  readonly scenario: Scenario;
  readonly record: Omit<RunRecord, 'root' | 'preference'>;
}

/** The scenario and the record of the run, according to the options. */
function settingsOf(scenario: Scenario, options: RunOptions): Result<Settings, Problem> {
  const replication = Number(options.replication);
  if (!/^\d+$/.test(options.replication) || !Number.isSafeInteger(replication)) {
    return refuse(
      `--replication ${options.replication} is not a whole number of at least 0`,
      'write e.g. --replication 3',
    );
  }
  const breach = options.breach ?? null;
  if (breach !== null && faultsOf(breach) === null) {
    const names = BREACHES.map((known) => known.name).join(', ');
    return refuse(`there is no breach ${breach}`, `choose one of ${names}`);
  }
  const wanted = withExtent(scenario, options);
  if (!wanted.ok) return wanted;
  const seed = seedOf(scenario, options);
  if (!seed.ok) return seed;
  return success({
    scenario: wanted.value,
    record: { seed: seed.value, replication, breach, engine: options.engine, versions },
  });
}

/** The seed, which names the branches, so that ledger and record say what the run was made from. */
function seedOf(scenario: Scenario, { branches, seed = scenario.seed }: RunOptions): Result<string, Problem> {
  if (branches === undefined) return success(seed);
  const listed = branchesIn(branches.trim());
  if (listed === null) {
    return refuse(
      `--branches "${branches}" is no list of branches in order of time`,
      'write ms since the start and a name, e.g. --branches "3600000:1.4 7200000:2.17"',
    );
  }
  const late = listed.find(({ atMs }) => atMs >= scenario.horizonMs);
  if (late !== undefined) {
    return refuse(
      `--branches: ${late.atMs}:${late.name} is not within the run of ${scenario.horizonMs} ms`,
      'leave it out',
    );
  }
  if (seedParts(seed).branches.length > 0)
    return refuse('--seed already names branches', 'leave --branches out, or the end of the seed');
  return success(branchedSeed(seed, listed));
}

/** Some tenths of a second of work. */
const NOTICES_AT_ONCE = 100_000;

type Finished = ReturnType<Replication['finish']>;

/** Simulates to the horizon, with progress; null if the user interrupts. */
async function simulate(
  { options, preference, record, scenario, signal }: Task,
  writer: RunFolderWriter,
): Promise<Finished | null> {
  return withProgress(scenario.name, options.quiet === true, 'cases', async (progress) => {
    /** To the horizon, unless the user interrupts. */
    const isMade = async (replication: Replication) => {
      while (!replication.advance(scenario.horizonMs, NOTICES_AT_ONCE)) {
        progress.at(replication.nowMs / scenario.horizonMs, replication.counts.cases);
        tuneForHeapSize();
        await setImmediate();
        if (signal.aborted) return false;
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
    return (await isMade(replication)) ? replication.finish() : null;
  });
}

/** Results of a run. */
interface Found extends Finished, Pick<Made, 'answer' | 'audited'> {
  readonly required: TriedChanges['required'];
}

function leave(
  writer: RunFolderWriter,
  { options, record, scenario, texts }: Task,
  { answer, audited, ledger, required, summary }: Found,
): Result<Replaced, Problem> {
  const audit: AuditReport | null = audited?.report ?? null;
  writer.writeScenario(scenario);
  writer.writeSource(texts);
  writer.writeJson(FILES.run, { ...record, root: ledger?.root ?? null, source: texts[0]?.path });
  writer.writeJson(FILES.summary, summary);
  if (audit !== null) writer.write(FILES.audit, auditJson(audit, scenario));
  writer.write(FILES.cells, renderCellsCsv(summary));
  writer.write(FILES.groups, renderGroupsCsv(summary));
  const productLevels = renderProductLevelsCsv(summary);
  if (productLevels !== null) writer.write(FILES.productLevels, productLevels);
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
      answer,
      required,
      work: audited?.work ?? null,
    }),
  );
  return writer.commit(options.out === undefined);
}
