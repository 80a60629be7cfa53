import { type AuditReport, type NearMisses, startAudit } from '#audit';
import type { Knowledge, Scenario } from '#domain';
import { faultsOf } from '#engine';
import { pilotFor, startReplication } from '#experiment';
import { type EntryVisitor, type OpenedLedger, observerOf, openLedger, visitBoth } from '#ledger';
import { targetVerdicts } from '#planning';
import {
  bandName,
  overviewOf,
  renderFindings,
  renderReportFigures,
  VERDICT_STATES,
  verdictOf,
} from '#report';
import { type DatedEvent, type ParsedScenario, parseDuration } from '#scenario';
import type { Summary } from '#statistics';
import { type CaseFindings, startFindings, storiesOf } from '../../shared/evidence/audit-run.ts';
import { sha256 } from '../../shared/hashes-in-browsers.ts';
import { VERSION } from '../../shared/version.ts';
import { Chronicle } from '../chronicle/chronicle.ts';
import type { RunRequest } from '../protocol.ts';
import { ByteStore } from './byte-store.ts';
import { factsOf } from './facts.ts';
import { type Reach, reachOf, readInPieces } from './in-pieces.ts';
import type { Library } from './library.ts';
import type { OpenCasesAnswer, OpenedCases } from './log/opened-cases.ts';
import { goodValue, pause, Refusal, type Work } from './work.ts';

/** Notices handled between two checks for messages: some milliseconds of work. */
const NOTICES_AT_ONCE = 20_000;

/** A run with everything that the page can ask about it. */
export interface OpenRun {
  readonly scenario: Scenario;
  readonly chronicle: Chronicle;
  readonly ledger: OpenedLedger;
  readonly bytes: ByteStore;
  /** Null if the ledger came without a summary. */
  readonly summary: Summary | null;
  readonly audit: AuditReport;
  readonly nearMisses: readonly NearMisses[];
  /** What dated events did; none where the ledger came without the scenario file. */
  readonly events: CaseFindings['events'];
  /** Where answers were late. */
  readonly late: CaseFindings['late'];
  readonly made: { readonly seed: string; readonly breach: string | null } | null;
}

export type Ran = Awaited<ReturnType<typeof finishRun>>;

/** Simulates a scenario to its horizon, then seals and audits the ledger. */
export async function runScenario(
  library: Library,
  request: RunRequest,
  work: Work,
  {
    before = null,
    opening = null,
  }: { readonly opening?: OpenedCases | null; readonly before?: OpenRun | null } = {},
) {
  const parsed = goodValue(await library.parse(request, opening?.backlog));
  const scenario = endedEarly(parsed, request.until);
  const breach = request.breach === null ? {} : faultsOf(request.breach);
  if (breach === null) throw new Refusal(`unknown breach ${request.breach}`);
  const chronicle = new Chronicle(scenario);
  // Show the initial world while the run is prepared.
  work.progress({
    share: 0,
    stage: 'simulating',
    cases: 0,
    waiting: 0,
    facts: factsOf(scenario, chronicle),
    live: chronicle.frames.now(0),
  });
  const seed = request.seed ?? scenario.seed;
  const bytes = new ByteStore();
  const pilot = pilotFor(scenario, seed, sha256, 'table');
  while (pilot !== null && !pilot.replication.advance(scenario.horizonMs, NOTICES_AT_ONCE)) {
    const { counts, nowMs } = pilot.replication;
    await pause(work, 'piloting', nowMs / scenario.horizonMs, counts.cases);
  }
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    engine: 'table',
    digest: sha256,
    writeLedger: bytes.append,
    engineVersion: VERSION,
    faults: breach,
    observer: observerOf(chronicle.visit),
    warmUp: pilot?.warmUp(),
  });
  while (!replication.advance(scenario.horizonMs, NOTICES_AT_ONCE)) {
    const live = chronicle.frames.now(replication.nowMs);
    work.progress({
      share: replication.nowMs / scenario.horizonMs,
      stage: 'simulating',
      cases: replication.counts.cases,
      waiting: live.waiting.reduce((sum, count) => sum + count, 0),
      live,
    });
    await work.breathe();
  }
  const { summary } = replication.finish();
  chronicle.finish(scenario.horizonMs);
  return finishRun(
    { scenario, chronicle, bytes, summary, made: { seed, breach: request.breach } },
    { dated: parsed.events, isSimulated: true, opening: opening?.answer ?? null, before },
    work,
  );
}

/** Opens and audits the sealed ledger, and collects what the page shows. */
export async function finishRun(
  run: Omit<OpenRun, 'ledger' | 'audit' | 'nearMisses' | 'events' | 'late'>,
  {
    before,
    dated,
    isSimulated,
    opening,
  }: {
    readonly dated: readonly DatedEvent[];
    /** False if the user supplied the ledger. */
    readonly isSimulated: boolean;
    /** The cases of a log that were open at its start; null: it began without. */
    readonly opening: OpenCasesAnswer | null;
    /** The run that was open before; null: none. */
    readonly before: OpenRun | null;
  },
  work: Work,
) {
  const { bytes, chronicle, scenario, summary } = run;
  const cases = chronicle.cases.length;
  await pause(work, 'auditing', 0, cases);
  const opened = openLedger(bytes, sha256);
  if (!opened.ok) throw new Refusal(opened.problem.message);
  const ledger = opened.value;
  const reach = reachOf(work, 'auditing', cases);
  const finder = startFindings(scenario, dated);
  const { nearMisses, report: audit } = await auditInPieces({ ledger, scenario }, reach, finder.visit);
  const stories = storiesOf(ledger, audit, scenario);
  const { events, late } = finder.found();
  const whole: OpenRun = { ...run, ledger, audit, nearMisses, events, late };
  return {
    run: whole,
    result: {
      facts: factsOf(scenario, chronicle),
      /** Empty if the ledger has no seal. */
      root: audit.root ?? '',
      entries: audit.entries,
      cases,
      seed: ledger.header.seed,
      isSimulated,
      frames: chronicle.frames.finish(),
      events: chronicle.events,
      /** Surges, closures and changes of software: what the world did not decide. */
      dated: events
        .filter(({ event: { kind } }) => kind !== 'outage' && kind !== 'law')
        .map(({ event, fromMs, toMs }) => ({ timeMs: fromMs, toMs, text: bandName(event) })),
      audit,
      nearMisses,
      overview: overviewOf({ summary, scenario, audit, late, events, before: comparable(before, scenario) }),
      /** Those of the report file, as markup by name. */
      drawings: summary === null ? {} : renderReportFigures({ summary, scenario, audit, late, events }),
      /** The auditor's verdict by the law as it was known at each moment, and as it is known today. */
      verdict: shownVerdict(audit, 'then'),
      verdictNow: shownVerdict(audit, 'now'),
      /** What the audit found, as markup. */
      found: renderFindings(audit, { nearMisses, stories }, scenario.startEpochMs),
      opening,
    },
  };
}

/** The run before, if it lasted as long: otherwise its counts and costs say nothing about this one. */
function comparable(before: OpenRun | null, { horizonMs }: Scenario) {
  if (before?.summary == null || before.scenario.horizonMs !== horizonMs) return null;
  const { scenario, summary } = before;
  return { title: scenario.title, summary, targets: targetVerdicts(summary, scenario) };
}

export async function auditInPieces(
  { ledger, scenario }: Pick<OpenRun, 'ledger' | 'scenario'>,
  reach: Reach,
  alsoVisit?: EntryVisitor,
): Promise<{ readonly report: AuditReport; readonly nearMisses: readonly NearMisses[] }> {
  const audit = startAudit(ledger, scenario, { looksForNearMisses: true });
  const visit = alsoVisit === undefined ? audit.visit : visitBoth(audit.visit, alsoVisit);
  await readInPieces(ledger, visit, reach);
  return { report: audit.finish(), nearMisses: audit.nearMisses() };
}

export function endedEarly({ scenario }: Pick<ParsedScenario, 'scenario'>, until: string | null): Scenario {
  if (until === null || until.trim() === '') return scenario;
  const duration = parseDuration(until);
  if (!duration.ok || duration.value <= 0)
    throw new Refusal(`“${until}” is not a duration: write a number with a unit, e.g. 2 days`);
  return endedAt(scenario, duration.value);
}

/** Returns the scenario with its horizon at `untilMs`, if that is earlier. */
export function endedAt(scenario: Scenario, untilMs: number): Scenario {
  const horizonMs = Math.min(scenario.horizonMs, untilMs);
  const { warmUp } = scenario;
  const leastMs = warmUp === undefined ? 0 : 'forMs' in warmUp ? warmUp.forMs : warmUp.everyMs;
  if (leastMs >= horizonMs)
    throw new Refusal('the run ends before its warm-up: lengthen the run, or shorten the warm-up');
  return { ...scenario, horizonMs };
}

function shownVerdict(audit: AuditReport, known: Knowledge) {
  const { headline, kind, sentences } = verdictOf(audit, known);
  return { headline, sentences, state: VERDICT_STATES[kind] };
}
