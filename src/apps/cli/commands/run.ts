import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AuditReport } from '#audit';
import { assert, type Result, success } from '#base';
import type { ScenarioText } from '#bundle';
import {
  branchedSeed,
  branchesIn,
  givenLaw,
  idleClauseSentences,
  type OwnPreference,
  type Scenario,
  seedParts,
} from '#domain';
import { BadPreference, type EngineKind } from '#engine';
import { earlierOf, type ReplicationResult, type Snapshot } from '#experiment';
import { auditJson, notModelled } from '#exports';
import type { WholeLedger } from '#ledger';
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
import {
  type AuditWithStories,
  auditWithStories,
  type JudgedRun,
  serviceIn,
} from '../../shared/evidence/audit-run.ts';
import { listedIn } from '../../shared/evidence/violation-files.ts';
import { isBroken } from '../../shared/exit-codes.ts';
import { versions } from '../../shared/host.ts';
import { print, printIssues, printJson, printText, textOptions } from '../../shared/print.ts';
import {
  attempt,
  complained,
  type Failure,
  type Outcome,
  type Problem,
  refusalOf,
  refuse,
} from '../../shared/problem.ts';
import type { CommandContext, CommandResult } from '../../shared/run-command.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import { type AuditTask, AuditThread } from '../../shared/threads/audit-thread.ts';
import { threadsOf } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { faultsNamed } from '../options/values.ts';
import { makeRun, NOTHING_WRITTEN } from '../run/make-run.ts';
import { loadPreference, sealedVersion } from '../run/own-preference.ts';
import { printStories } from '../run/print-stories.ts';
import { noteReplaced, type Replaced } from '../run/replaced.ts';
import { FILES, RunFolderWriter, type RunRecord } from '../run/run-folder.ts';
import {
  continuationLines,
  openSnapshot,
  otherEngine,
  type SnapshotTaker,
  snapshotWanted,
} from '../run/snapshot-file.ts';
import { type TrialSettings, type TriedChanges, trialsOf, tryChanges } from '../run/try-changes.ts';

export interface RunOptions extends Extent {
  readonly out?: string;
  readonly seed?: string;
  readonly replication?: string;
  readonly branches?: string;
  readonly engine: EngineKind;
  readonly breach?: string;
  readonly preference?: string;
  /** Where to write a snapshot of the end. */
  readonly snapshot?: string;
  readonly from?: string;
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
  const threads = threadsOf(options);
  if (!threads.ok) return threads;
  const excluded = excludedWith(options);
  if (excluded !== null) return excluded;
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
  const { from } = settings.value;
  const record = { ...settings.value.record, preference: own.value?.record ?? null };
  const other = from === null ? null : otherEngine(from, sealedVersion(versions.engine, record.preference));
  if (other !== null) return other;
  const folder = options.out ?? `runs/${scenario.name}${from === null ? '' : '-continued'}`;
  const taker = snapshotWanted(options.snapshot, folder, options.ledger);
  if (!taker.ok) return taker;
  // Listen before anything is written, so that an interruption never leaves files behind.
  const { signal } = context;
  const preference = own.value?.preference;
  const making = {
    scenario,
    texts,
    record,
    preference,
    options,
    trials: asked.value,
    threads: threads.value,
    signal,
  };
  return runInto({ ...making, from, folder, taker: taker.value });
}

/** Refuses options that do not go together with a snapshot. */
function excludedWith({ from, ledger, snapshot, try: isTrying }: RunOptions): Failure | null {
  if (from === undefined) return null;
  if (snapshot !== undefined) {
    return refuse(
      '--snapshot belongs to a run from the start',
      'run the scenario from its start until the later time, with --snapshot: it makes the same entries',
    );
  }
  if (isTrying === true) {
    return refuse('--try changes staff from the start, and --from goes on later', 'leave one of the two out');
  }
  if (ledger) return null;
  return refuse(
    '--from compares and continues a ledger',
    'leave --no-ledger out, or run the scenario from its start',
  );
}

interface Task {
  readonly scenario: Scenario;
  readonly texts: readonly ScenarioText[];
  readonly record: Omit<RunRecord, 'root'>;
  readonly preference: OwnPreference | undefined;
  readonly options: RunOptions;
  /** How to try changes; null for no trials. */
  readonly trials: TrialSettings | null;
  /** One: the audit waits for the run. */
  readonly threads: number;
  /** The snapshot from which to go on; null for the start. */
  readonly from: Snapshot | null;
  readonly taker: SnapshotTaker | null;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function runInto(task: Task): Promise<CommandResult> {
  const { folder } = task;
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
    task.taker?.discard();
    return made;
  }
  const { audited, finished } = made.value;
  const taken = task.taker?.commit();
  if (taken?.ok === false) return taken;
  tell(task, made.value);
  return success(outcomeOf(finished, audited?.report ?? null));
}

interface Made {
  readonly finished: ReplicationResult;
  readonly audited: JudgedRun | null;
  readonly answer: Answer;
  /** Results of the trials; null if there were none. */
  readonly tried: TriedChanges | null;
  /** What happened to an earlier run in the same place. */
  readonly replaced: Replaced;
}

/** Makes the whole run and moves it to its place. */
async function madeIn(writer: RunFolderWriter, task: Task): Promise<Result<Made, Problem>> {
  const { from, options, preference, record, scenario, signal, taker } = task;
  const [hasLedger, isAudited] = [options.ledger, options.ledger && options.audit];
  const making = { scenario, record, preference, from, taker, signal, hasLedger, readsEarlier: isAudited };
  const thread = isAudited && from === null && task.threads > 1 ? auditThread(writer, scenario) : null;
  try {
    const simulated = await makeRun({ ...making, isQuiet: options.quiet === true }, writer);
    if (!simulated.ok) return simulated;
    const audited = isAudited ? await auditedIn(writer, thread, scenario, from !== null) : null;
    if (signal.aborted) return NOTHING_WRITTEN;
    const isSame = audited === null || audited.report.root === simulated.value.ledger?.root;
    assert(isSame, 'the audit read the ledger that the run has sealed');
    return await completed(simulated.value, audited, writer, task);
  } finally {
    await thread?.end();
  }
}

/** Tries changes if asked, writes all results, and moves the run to its place. */
async function completed(
  finished: ReplicationResult,
  audited: JudgedRun | null,
  writer: RunFolderWriter,
  task: Task,
): Promise<Result<Made, Problem>> {
  const { record, scenario, signal, taker } = task;
  const late = audited?.late ?? null;
  const found = answerOf(finished.summary, scenario, late);
  await setImmediate();
  const tried = task.trials === null ? success(null) : await triedFor(found, audited, task, task.trials);
  if (signal.aborted) return NOTHING_WRITTEN;
  if (!tried.ok) return tried;
  const answer =
    tried.value === null ? found : answerOf(finished.summary, scenario, late, tried.value.sentence);
  const required = tried.value?.required ?? null;
  const engineVersion = sealedVersion(versions.engine, record.preference);
  const { breach, replication, seed } = record;
  const taken = taker?.prepare(scenario, { seed, replication, engineVersion, breach }, finished);
  if (taken?.ok === false) return taken;
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

function tell(
  { folder, from, options, scenario }: Task,
  { answer, audited, finished, replaced, tried }: Made,
): void {
  const { ledger, summary } = finished;
  const law = givenLaw(scenario);
  const idle = idleClauseSentences(scenario);
  const audit = audited?.report ?? null;
  if (options.json === true) {
    const nearMisses = audited?.nearMisses ?? [];
    return printJson({
      folder,
      ...(from === null ? {} : { continues: earlierOf(from) }),
      law,
      ...(idle.length === 0 ? {} : { idle }),
      ledger,
      summary,
      answer: answer.sentences,
      targets: answer.targets,
      ...(tried === null ? {} : { tried: tried.trials }),
      audit,
      nearMisses,
      notModelled: notModelled(scenario),
    });
  }
  if (options.quiet !== undefined) return;
  printText(renderSummaryText(summary, audit, textOptions(), { law, answer, idle }));
  if (audited !== null) {
    printStories(audited);
    print(
      `Not modelled, and therefore not judged: ${notModelled(scenario).length} subjects; report.html lists them.`,
    );
  }
  const entries = ledger?.entries.toLocaleString('en-GB') ?? 'no';
  print(`${folder}: ${entries} ledger entries, root ${ledger?.root ?? 'none'}`);
  if (from !== null) for (const line of continuationLines(from, scenario)) print(line);
  if (options.snapshot !== undefined)
    print(`${options.snapshot}: go on from here with --from ${options.snapshot}`);
  noteReplaced(replaced, 'run', folder);
}

function auditThread(writer: RunFolderWriter, scenario: Scenario): AuditThread {
  const thread = new AuditThread({
    scenario,
    ledger: writer.pathOf(FILES.ledger),
    lists: violationPaths(writer),
  });
  writer.followLedger(thread.wrote);
  return thread;
}

function violationPaths(writer: RunFolderWriter): AuditTask['lists'] {
  return { ndjson: writer.pathOf(FILES.violationLines), csv: writer.pathOf(FILES.violationTable) };
}

/**
 * Audits the ledger just written, unless a thread has followed it, and writes every violation to files of the folder. Late answers and the
 * work of each group are found meanwhile.
 */
async function auditedIn(
  writer: RunFolderWriter,
  thread: AuditThread | null,
  scenario: Scenario,
  isContinued: boolean,
): Promise<JudgedRun> {
  const audit = (ledger: WholeLedger): AuditWithStories =>
    listedIn(violationPaths(writer), scenario, (takeViolation) =>
      auditWithStories(ledger, scenario, { looksForNearMisses: true, takeViolation }),
    );
  if (isContinued)
    return writer.readBothLedgers((ledger) => ({ ...audit(ledger), ...serviceIn(ledger, scenario) }));
  const following = thread?.finish();
  const service = writer.readLedger((ledger) => serviceIn(ledger, scenario));
  const audited = (await following) ?? writer.readLedger(audit);
  return { ...audited, ...service };
}

function outcomeOf({ summary }: ReplicationResult, audit: AuditReport | null): Outcome {
  if (audit !== null && isBroken(audit)) return 'violation';
  const endedAfterHours = summary.overload?.endedAfterHours ?? null;
  return endedAfterHours === null ? 'clean' : 'unstable';
}

/** The scenario and the record of the run, according to the options. A snapshot decides what the options leave open. */
function settingsOf(scenario: Scenario, options: RunOptions) {
  const number = options.replication ?? '0';
  const replication = Number(number);
  if (!/^\d+$/.test(number) || !Number.isSafeInteger(replication)) {
    return refuse(
      `--replication ${number} is not a whole number of at least 0`,
      'write e.g. --replication 3',
    );
  }
  const breach = options.breach ?? null;
  const faults = faultsNamed(breach);
  if (!faults.ok) return faults;
  const wanted = withExtent(scenario, options);
  if (!wanted.ok) return wanted;
  const taken =
    options.from === undefined ? success(null) : openSnapshot(options.from, wanted.value, options);
  if (!taken.ok) return taken;
  const from = taken.value;
  const seed = seedOf(scenario, from === null ? options : { ...options, seed: from.made.seed });
  if (!seed.ok) return seed;
  const made =
    from === null ? { replication, breach } : { replication: from.made.replication, breach: from.breach };
  const continues = from === null ? {} : { continues: earlierOf(from) };
  return success({
    scenario: wanted.value,
    from,
    record: { seed: seed.value, ...made, engine: options.engine, versions, ...continues },
  });
}

/** The seed, which names the branches, so that ledger and record say what the run was simulated from. */
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

interface RunResults extends ReplicationResult, Pick<Made, 'answer' | 'audited'> {
  readonly required: TriedChanges['required'];
}

function leave(
  writer: RunFolderWriter,
  { from, options, record, scenario, texts }: Task,
  { answer, audited, ledger, required, summary }: RunResults,
): Result<Replaced, Problem> {
  const audit: AuditReport | null = audited?.report ?? null;
  writer.writeScenario(scenario);
  writer.writeSource(texts);
  writer.writeJson(FILES.run, { ...record, root: ledger?.root ?? null, source: texts[0]?.path });
  writer.writeJson(FILES.summary, summary);
  if (audit !== null) writer.write(FILES.audit, auditJson(audit, scenario));
  writer.write(FILES.cells, renderCellsCsv(summary));
  writer.write(FILES.groups, renderGroupsCsv(summary));
  const perhaps = {
    [FILES.productLevels]: renderProductLevelsCsv(summary),
    [FILES.costs]: renderCostsCsv(summary),
    [FILES.targets]: renderTargetsCsv(summary),
    [FILES.weekly]: renderWeeklyCsv(summary),
  };
  for (const [name, text] of Object.entries(perhaps)) if (text !== null) writer.write(name, text);
  const ledgerRoot = ledger?.root ?? null;
  writer.write(
    FILES.report,
    renderReport({
      summary,
      audit,
      scenario,
      ledgerRoot,
      ...(from === null ? {} : { continues: earlierOf(from) }),
      stories: audited?.stories ?? {},
      nearMisses: audited?.nearMisses ?? [],
      answer,
      required,
    }),
  );
  return writer.commit(options.out === undefined);
}
