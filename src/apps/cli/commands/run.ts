import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { AuditReport } from '#audit';
import { assert, plural } from '#base';
import type { ScenarioText } from '#bundle';
import { branchedSeed, branchesIn, givenLaw, idleClauseSentences, type Scenario, seedParts } from '#domain';
import { BadPreference, type EngineKind } from '#engine';
import { earlierOf, FIGURE_COLUMNS, type ReplicationResult } from '#experiment';
import { auditJson, type Omissions, omissionsOf } from '#exports';
import type { WholeLedger } from '#ledger';
import { readSettings } from '#planning';
import {
  type Answer,
  answerOf,
  renderAnswerText,
  renderCellsCsv,
  renderCostsCsv,
  renderGroupsCsv,
  renderProductLevelsCsv,
  renderReport,
  renderSummaryText,
  renderTargetsCsv,
  renderWeeklyCsv,
} from '#report';
import type { DatedEvent } from '#scenario';
import {
  type AuditWithStories,
  auditWithStories,
  findingsIn,
  type JudgedRun,
} from '../../shared/evidence/audit-run.ts';
import { listedIn } from '../../shared/evidence/violation-files.ts';
import { megabytes, noteReplaced, type Replaced, sizeOf } from '../../shared/files/replaced.ts';
import { versions } from '../../shared/host.ts';
import { print, printIssues, printJson, printText, textOptions } from '../../shared/print.ts';
import { attempt, isBroken, type Outcome, orRefuse, refusalOf, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import { AuditThread } from '../../shared/threads/audit-thread.ts';
import { threadsOf } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { faultsNamed } from '../options/values.ts';
import { type CheckOptions, failOnOf, reportChecks } from '../run/checks.ts';
import { makeRun, nothingWritten, type RunToMake } from '../run/make-run.ts';
import { loadPreference, sealedVersion } from '../run/own-preference.ts';
import { printStories } from '../run/print-stories.ts';
import { FILES, RunFolderWriter, type RunRecord, violationPaths } from '../run/run-folder.ts';
import { continuationLines, openSnapshot, refuseOtherEngine, snapshotWanted } from '../run/snapshot-file.ts';
import { type TriedChanges, trialOf } from '../run/try-changes.ts';

export interface RunOptions extends Extent, CheckOptions {
  readonly out?: string;
  readonly seed?: string;
  readonly replication?: string;
  readonly branches?: string;
  readonly engine: EngineKind;
  readonly breach?: string;
  readonly preference?: string;
  readonly snapshot?: string;
  readonly from?: string;
  readonly ledger: boolean;
  readonly audit: boolean;
  readonly try?: true;
  readonly threads?: string;
  readonly quiet?: true;
  readonly full?: true;
  readonly json?: true;
}

/** `meridian run`: makes and audits one replication of a scenario, and writes the results to a run folder. */
export async function run(name: string, options: RunOptions, context: CommandContext): Promise<Outcome> {
  const threads = threadsOf(options);
  refuseExcluded(options);
  failOnOf(options);
  const {
    assumptions,
    events: dated,
    scenario: whole,
    texts,
    warnings,
  } = orRefuse(loadScenario(name, options.backlog, options.set));
  if (options.quiet === undefined) printIssues(warnings, 'warning');
  const { from, record: settled, scenario } = settingsOf(whole, options);
  const trial = trialOf(name, options, scenario);
  const own = options.preference === undefined ? null : await loadPreference(options.preference, scenario);
  const record = { ...settled, preference: own?.record ?? null };
  if (from !== null) refuseOtherEngine(from, sealedVersion(versions.engine, record.preference));
  const folder = options.out ?? `runs/${scenario.name}${from === null ? '' : '-continued'}`;
  const taker = snapshotWanted(options.snapshot, folder, options.ledger);
  // Listen before anything is written, so that an interruption never leaves files behind.
  const { signal } = context;
  const preference = own?.preference;
  const assumed = assumedSentences(assumptions.length, name);
  const making = { scenario, record, preference, from, taker, options, signal };
  return runInto({ ...making, assumed, texts, dated, trial, threads, folder });
}

function assumedSentences(count: number, name: string): readonly string[] {
  if (count === 0) return [];
  return [
    `${plural(count, 'value')} that the file leaves out ${count === 1 ? 'is' : 'are'} assumed: meridian validate ${name} lists ${count === 1 ? 'it' : 'them'}.`,
  ];
}

/** Refuses options that do not go together with a snapshot. */
function refuseExcluded({ from, ledger, snapshot, try: isTrying }: RunOptions): void {
  if (from === undefined) return;
  if (snapshot !== undefined) {
    refuse(
      '--snapshot belongs to a run from the start',
      'run the scenario from its start until the later time, with --snapshot: it makes the same entries',
    );
  }
  if (isTrying === true) {
    refuse('--try changes staff from the start, and --from goes on later', 'leave one of the two out');
  }
  if (!ledger) {
    refuse(
      '--from compares and continues a ledger',
      'leave --no-ledger out, or run the scenario from its start',
    );
  }
}

interface Task extends RunToMake {
  /** A sentence on what the file leaves out; none if it says everything. */
  readonly assumed: readonly string[];
  readonly texts: readonly ScenarioText[];
  readonly dated: readonly DatedEvent[];
  readonly options: RunOptions;
  /** Tries changes; null for no trials. */
  readonly trial: ReturnType<typeof trialOf>;
  /** One: the audit waits for the run. */
  readonly threads: number;
  readonly folder: string;
}

async function runInto(task: Task): Promise<Outcome> {
  const { folder } = task;
  const writer = attempt(folder, 'choose another folder with --out', () =>
    RunFolderWriter.open(resolve(folder)),
  );
  let made: Made;
  try {
    made = await madeIn(writer, task);
  } catch (error) {
    writer.discard();
    task.taker?.discard();
    if (error instanceof BadPreference) return refuse(error.message, 'correct the module');
    throw refusalOf(error, folder, 'choose another folder with --out, or make room');
  }
  const { audited, finished } = made;
  task.taker?.commit();
  const audit = audited?.report ?? null;
  const checked = { title: task.scenario.title, answer: made.answer, audit };
  const hasFailed = reportChecks(checked, task.options);
  tell(task, made);
  const outcome = outcomeOf(finished, audit);
  return outcome === 'clean' && hasFailed ? 'violation' : outcome;
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

async function madeIn(writer: RunFolderWriter, task: Task): Promise<Made> {
  const { from, options, scenario, signal } = task;
  const isAudited = options.ledger && options.audit;
  const thread = isAudited && from === null && task.threads > 1 ? auditThread(writer, scenario) : null;
  try {
    const simulated = await makeRun(task, writer);
    const audited = isAudited ? await auditedIn(writer, thread, task) : null;
    if (signal.aborted) return nothingWritten();
    const isSame = audited === null || audited.report.root === simulated.ledger?.root;
    assert(isSame, 'the audit read the ledger that the run has sealed');
    return await completed(simulated, audited, writer, task);
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
): Promise<Made> {
  const { options, record, scenario, signal, taker } = task;
  const late = audited?.late ?? null;
  const events = audited?.events ?? [];
  await setImmediate();
  const tried = task.trial === null ? null : await task.trial(record.seed, task.threads, signal);
  if (signal.aborted) return nothingWritten();
  const { judged = null } = options;
  const more = { events, judged, ...(tried === null ? {} : { tried: tried.sentence }) };
  const answer = answerOf(finished.summary, scenario, late, more);
  const engineVersion = sealedVersion(versions.engine, record.preference);
  const { breach, replication, seed } = record;
  taker?.prepare(scenario, { seed, replication, engineVersion, breach }, finished);
  const made = { finished, audited, answer, tried };
  return { ...made, replaced: leave(writer, task, made) };
}

function tell(
  { assumed, folder, from, options, scenario }: Task,
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
      ...(tried === null ? {} : { tried: tried.page }),
      ...eventsOf(audited),
      audit,
      nearMisses,
      ...omissionsOf(scenario),
    });
  }
  if (options.quiet !== undefined) return;
  if (options.full === true) {
    printText(renderSummaryText(summary, audit, textOptions(), { law, answer, scenario }));
    if (audited !== null) printStories(audited);
    print('');
  }
  printText(renderAnswerText(summary, audit, textOptions(), { law, answer, idle: [...idle, ...assumed] }));
  print('');
  if (audit !== null) print(omittedText(omissionsOf(scenario)));
  const more = options.full === true ? '' : '; --full prints its tables';
  print(`page: ${folder}/${FILES.report}${more}`);
  const entries = ledger?.entries.toLocaleString('en-GB') ?? 'no';
  print(`${folder}: ${megabytes(sizeOf(folder))}, ${entries} ledger entries, root ${ledger?.root ?? 'none'}`);
  if (from !== null) for (const line of continuationLines(from, scenario)) print(line);
  if (options.snapshot !== undefined)
    print(`${options.snapshot}: go on from here with --from ${options.snapshot}`);
  noteReplaced(replaced, 'run', folder);
}

function omittedText({ notModelled, notSaid }: Omissions): string {
  const unsaid =
    notSaid.length === 0 ? '' : `${plural(notSaid.length, 'subject')} that the scenario does not say, and `;
  return `Not judged: ${unsaid}${notModelled.length} that are not modelled; ${FILES.report} lists them.`;
}

/** What dated events did, if there are any and it was looked for. */
function eventsOf(audited: JudgedRun | null): Pick<RunRecord, 'events'> {
  const { events = [] } = audited ?? {};
  return events.length === 0 ? {} : { events };
}

function auditThread(writer: RunFolderWriter, scenario: Scenario): AuditThread {
  const thread = new AuditThread({
    scenario,
    ledger: writer.pathOf(FILES.ledger),
    lists: violationPaths((name) => writer.pathOf(name)),
  });
  writer.followLedger(thread.wrote);
  return thread;
}

/**
 * Audits the ledger just written, unless a thread has followed it, and writes every violation to files of the folder. What its cases
 * tell is found meanwhile.
 */
async function auditedIn(
  writer: RunFolderWriter,
  thread: AuditThread | null,
  { dated, from, scenario }: Task,
): Promise<JudgedRun> {
  const audit = (ledger: WholeLedger): AuditWithStories =>
    listedIn(
      violationPaths((name) => writer.pathOf(name)),
      scenario,
      (takeViolation) => auditWithStories(ledger, scenario, { looksForNearMisses: true, takeViolation }),
    );
  const findings = (ledger: WholeLedger) => findingsIn(ledger, scenario, dated);
  if (from !== null) return writer.readBothLedgers((ledger) => ({ ...audit(ledger), ...findings(ledger) }));
  const following = thread?.finish();
  const found = writer.readLedger(findings);
  const audited = (await following) ?? writer.readLedger(audit);
  return { ...audited, ...found };
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
  faultsNamed(breach);
  const wanted = withExtent(scenario, options);
  const from = options.from === undefined ? null : openSnapshot(options.from, wanted, options);
  const seed = seedOf(scenario, from === null ? options : { ...options, seed: from.made.seed });
  const made =
    from === null ? { replication, breach } : { replication: from.made.replication, breach: from.breach };
  const continues = from === null ? {} : { continues: earlierOf(from) };
  return {
    scenario: wanted,
    from,
    record: { seed, ...made, engine: options.engine, versions, ...continues, ...setOf(options) },
  };
}

/** What `--set` has written into the scenario, if anything. */
function setOf({ set = [] }: RunOptions): Pick<RunRecord, 'set'> {
  return set.length === 0 ? {} : { set: orRefuse(readSettings(set)) };
}

/** The seed, which names the branches, so that ledger and record say what the run was simulated from. */
function seedOf(scenario: Scenario, { branches, seed = scenario.seed }: RunOptions): string {
  if (branches === undefined) return seed;
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
  return branchedSeed(seed, listed);
}

function leave(
  writer: RunFolderWriter,
  { from, options, record, scenario, texts }: Task,
  { audited, finished: { ledger, summary }, tried }: Omit<Made, 'answer' | 'replaced'>,
): Replaced {
  const audit: AuditReport | null = audited?.report ?? null;
  writer.writeScenario(scenario);
  writer.writeSource(texts);
  const root = ledger?.root ?? null;
  writer.writeJson(FILES.run, { ...record, root, source: texts[0]?.path, ...eventsOf(audited) });
  writer.writeJson(FILES.summary, summary);
  if (audit !== null) writer.write(FILES.audit, auditJson(audit, scenario));
  writer.write(FILES.cells, renderCellsCsv(summary, FIGURE_COLUMNS));
  writer.write(FILES.groups, renderGroupsCsv(summary, FIGURE_COLUMNS));
  const perhaps = {
    [FILES.productLevels]: renderProductLevelsCsv(summary),
    [FILES.costs]: renderCostsCsv(summary),
    [FILES.targets]: renderTargetsCsv(summary),
    [FILES.weekly]: renderWeeklyCsv(summary, FIGURE_COLUMNS),
  };
  for (const [name, text] of Object.entries(perhaps)) if (text !== null) writer.write(name, text);
  writer.write(
    FILES.report,
    renderReport({
      summary,
      audit,
      scenario,
      ledgerRoot: root,
      ...(from === null ? {} : { continues: earlierOf(from) }),
      stories: audited?.stories ?? {},
      nearMisses: audited?.nearMisses ?? [],
      late: audited?.late ?? null,
      ...eventsOf(audited),
      tried: tried?.page ?? null,
    }),
  );
  return writer.commit(options.out === undefined);
}
