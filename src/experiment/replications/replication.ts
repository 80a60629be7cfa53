import { canonicalJson, type Digest, hexOf, rowAt, utf8Of } from '#base';
import type { CaseFilter, Observer, OwnPreference, RoutingProbe, Scenario } from '#domain';
import {
  type CompiledLifecycle,
  createSimulation,
  type EngineKind,
  type Faults,
  prepareEngine,
  type RunCounts,
  type SpareParts,
} from '#engine';
import { createLedgerWriter, type LedgerHeader } from '#ledger';
import {
  assertConsistent,
  assertMeterAgrees,
  createMeter,
  DURATION_KINDS,
  durationsOf,
  filteredRows,
  type MeasuredFigures,
  measuredFigures,
  packHistogram,
  type QuantileHistogram,
  type RunMeter,
  type Summary,
  type SummaryRows,
  summarise,
  summariseBriefly,
  summariseRows,
  type WarmUp,
} from '#statistics';
import type { ClassOf } from '../controls/forecast.ts';
import { hasKnownDemand, LevelControls } from '../controls/level-controls.ts';
import { caseFilterText } from '../measures/case-filters.ts';
import { figureRows, serviceFilters } from '../measures/figure-rows.ts';
import { durationKey, type WantedDurations } from '../measures/quantiles.ts';
import { assertCounted } from './agreement.ts';
import type { Asked, JobSummary } from './executor.ts';

export interface ReplicationOptions {
  readonly seed: string;
  readonly replication: number;
  readonly engine: EngineKind;
  /** SHA-256. */
  readonly digest: Digest;
  /** Takes the bytes of the ledger as they are sealed, block by block. Null runs without a ledger. */
  readonly writeLedger: ((bytes: Uint8Array) => void) | null;
  /** Recorded in the ledger. */
  readonly engineVersion: string;
  readonly faults?: Faults;
  /** Replaces that of the case machine. */
  readonly lifecycle?: CompiledLifecycle;
  readonly probe?: RoutingProbe;
  readonly preference?: OwnPreference;
  /** Gets every act as well, before the ledger does. */
  readonly observer?: Observer;
  /** What measures leave out, as `pilotFor` determined it. If undefined, what the scenario gives. */
  readonly warmUp?: WarmUp | undefined;
  /** What `takeFigures` and `finishBriefly` are to give. */
  readonly asked?: Asked;
  /** Parts that an earlier replication in this thread has left for reuse. This one leaves its own there when it finishes. */
  readonly spare?: SpareParts;
}

export interface ReplicationResult {
  readonly summary: Summary;
  readonly counts: RunCounts;
  /** Null if the run had no ledger. */
  readonly ledger: { readonly root: string; readonly entries: number } | null;
}

export interface FiguresTaken {
  readonly figures: MeasuredFigures;
  readonly waits: readonly QuantileHistogram[];
  readonly isUnstable: boolean;
}

/** One replication in progress. */
export interface Replication {
  /** Continues to simulated time `untilMs`, by at most `noticesMax` notices. Returns true once the horizon is reached. */
  advance(untilMs: number, noticesMax?: number): boolean;
  /** Simulated time of the last event, ms. */
  readonly nowMs: number;
  readonly counts: RunCounts;
  /**
   * What was measured since figures were last taken, and the waits of the cases of each filter of `waits`, once the run is at `timeMs`.
   * Do not call `finish` afterwards.
   */
  takeFigures(timeMs: number, waits?: readonly CaseFilter[]): FiguresTaken;
  /** The results. Call once, after the horizon is reached. */
  finish(): ReplicationResult;
  /** Call instead of `finish` for only what experiments need of the results. */
  finishBriefly(): JobSummary;
}

/**
 * SHA-256 of the canonical scenario (as `scenarioJson` in the scenario room), hexadecimal: the ledger's record of its scenario. That room
 * is not imported, because threads that make replications would load all the code that reads scenario files.
 */
export function hashScenario(scenario: Scenario, digest: Digest): string {
  return hexOf(digest(utf8Of(canonicalJson(scenario))));
}

/** The header of a ledger: the scenario it was made from, and by what. */
export function ledgerHeaderOf(
  scenario: Scenario,
  made: Pick<ReplicationOptions, 'digest' | 'engineVersion' | 'replication' | 'seed'>,
): LedgerHeader {
  const { digest, engineVersion, replication, seed } = made;
  return {
    scenarioHash: hashScenario(scenario, digest),
    scenarioName: scenario.name,
    seed,
    replication,
    engineVersion,
  };
}

function givenWarmUp({ warmUp }: Scenario): WarmUp | undefined {
  if (warmUp === undefined || 'by' in warmUp) return undefined;
  return { by: 'given', forMs: warmUp.forMs, isUndecided: false };
}

/** Wires one replication: scenario → engine → statistics and, if wanted, a ledger. */
export function startReplication(scenario: Scenario, options: ReplicationOptions): Replication {
  const { seed, replication, digest, writeLedger } = options;
  const warmUp = options.warmUp ?? givenWarmUp(scenario);
  const { asked = {} } = options;
  const filters = [...(asked.filters ?? []), ...(asked.durations ?? []).map(({ filter }) => filter)];
  const meter = createMeter(scenario, warmUp?.forMs, filters);
  const ledger =
    writeLedger === null
      ? null
      : createLedgerWriter({ header: ledgerHeaderOf(scenario, options), digest, write: writeLedger });
  const hasControls =
    options.asked !== undefined && options.asked.hasControls !== false && hasKnownDemand(scenario);
  // Cases that are open at the start are created with the simulation, and do not count.
  let controls: LevelControls | null = null;
  const simulation = createSimulation(scenario, {
    ...(hasControls ? { created: (drawn) => controls?.created(drawn) } : {}),
    seed,
    replication,
    ...prepareEngine(options.engine, options.lifecycle),
    observer: bothOf(options.observer ?? null, ledger),
    meter,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.probe === undefined ? {} : { probe: options.probe }),
    ...(options.preference === undefined ? {} : { preference: options.preference }),
    ...(options.spare === undefined ? {} : { spare: options.spare }),
  });
  if (hasControls) {
    const classOf: ClassOf = (stream, product, language) =>
      rowAt(simulation.sources, stream).classOf(product, language, 1);
    controls = new LevelControls(scenario, classOf, warmUp?.forMs ?? 0);
  }
  const leave = () => {
    simulation.cases.leave();
    if (options.spare !== undefined) options.spare.lastRun = simulation;
  };
  return {
    advance: (untilMs, noticesMax) => simulation.advance(untilMs, noticesMax),
    get nowMs() {
      return simulation.clock.nowMs;
    },
    get counts() {
      return simulation.counts();
    },
    takeFigures(timeMs, ofWaits = []) {
      if (meter.endMs === null) {
        meter.advanceTo(timeMs);
        meter.settle(timeMs);
      }
      const figures = {
        ...measuredFigures(meter, scenario, timeMs),
        ...filteredRows(meter, scenario, asked.filters ?? []),
      };
      const waits = ofWaits.map((filter) => durationsOf(meter, scenario, filter, 'wait'));
      meter.beginAnew(timeMs);
      return { figures, waits, isUnstable: meter.overload !== null };
    },
    finishBriefly() {
      leave();
      const run = { seed, replication, scenario, warmUp };
      const brief = summariseBriefly(meter, run, asked.filters);
      const rows = asked.isDetailed === true ? summariseRows(meter, run, brief) : null;
      const wanted = rows === null ? (asked.durations ?? []) : allDurations(rows, asked, scenario);
      const durations = packedDurations(meter, scenario, wanted);
      const { filters = [] } = asked;
      return {
        ...brief,
        // The mean of what arrives is that of a whole run.
        ...(controls === null || meter.overload?.isEnded === true
          ? {}
          : { controls: controls.of(rows === null ? filters : [...serviceFilters(rows), ...filters]) }),
        ...(rows === null ? {} : { figures: figureRows(rows, scenario) }),
        ...(wanted.length === 0 ? {} : { durations }),
      };
    },
    finish() {
      leave();
      const seal = ledger?.seal();
      const summary = summarise(meter, { seed, replication, scenario, warmUp });
      assertConsistent(summary, meter);
      assertMeterAgrees(meter, scenario);
      assertCounted(simulation, meter, scenario);
      return {
        summary,
        counts: simulation.counts(),
        ledger: seal === undefined ? null : { root: hexOf(seal.root), entries: seal.entryCount },
      };
    },
  };
}

/** The durations of every row of service, and others that were asked for. */
function allDurations(
  rows: SummaryRows,
  { durations = [] }: Asked,
  { segments }: Scenario,
): readonly WantedDurations[] {
  const ofRows = serviceFilters(rows).flatMap((filter) =>
    DURATION_KINDS.map((kind) => {
      return { key: durationKey(kind, caseFilterText(filter, segments)), kind, filter };
    }),
  );
  return [...new Map([...ofRows, ...durations].map((one) => [one.key, one])).values()];
}

function packedDurations(
  meter: RunMeter,
  scenario: Scenario,
  wanted: readonly WantedDurations[],
): Readonly<Record<string, string>> {
  const packed = wanted.flatMap(({ filter, key, kind }) => {
    const text = packHistogram(durationsOf(meter, scenario, filter, kind));
    return text === '' ? [] : [[key, text] as const];
  });
  return Object.fromEntries(packed);
}

function bothOf(first: Observer | null, second: Observer | null): Observer | null {
  if (first === null || second === null) return first ?? second;
  return {
    act(timeMs, kind, aux, caseNumber, a, b, c, d) {
      first.act(timeMs, kind, aux, caseNumber, a, b, c, d);
      second.act(timeMs, kind, aux, caseNumber, a, b, c, d);
    },
  };
}
