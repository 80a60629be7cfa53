import { canonicalJson, type Digest, hexOf, utf8Of } from '#base';
import type { CaseFilter, Observer, OwnPreference, Scenario } from '#domain';
import {
  type CompiledLifecycle,
  createSimulation,
  type DrawnCase,
  type EngineKind,
  type Faults,
  prepareEngine,
  type RoutingProbe,
  type RunCounts,
  type SpareParts,
} from '#engine';
import { createLedgerWriter, type LedgerHeader } from '#ledger';
import {
  assertConsistent,
  assertMeterAgrees,
  createMeter,
  type RunMeter,
  type Summary,
  summarise,
  type WarmUp,
} from '#statistics';
import { firstWorkOf, meanContentMs } from '../controls/first-work.ts';
import { assertCounted } from './agreement.ts';

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
  /** Cases that are measured apart. */
  readonly filters?: readonly CaseFilter[];
  /** Gets every case as it is created, but for those that are open at the start. */
  readonly created?: (drawn: DrawnCase) => void;
  /** Parts that an earlier replication in this thread has left for reuse. This one leaves its own there when it finishes. */
  readonly spare?: SpareParts;
}

export interface ReplicationResult {
  readonly summary: Summary;
  readonly counts: RunCounts;
  /** Null if the run had no ledger. */
  readonly ledger: { readonly root: string; readonly entries: number } | null;
}

/** One replication in progress. */
export interface RunInProgress {
  /** Continues to simulated time `untilMs`, by at most `noticesMax` notices. Returns true once the horizon is reached. */
  advance(untilMs: number, noticesMax?: number): boolean;
  /** Simulated time of the last event, ms. */
  readonly nowMs: number;
  readonly counts: RunCounts;
}

export interface Replication extends RunInProgress {
  /** The results. Call once, after the horizon is reached. */
  finish(): ReplicationResult;
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

/** The parts of a replication, wired: scenario → engine → statistics and, if wanted, a ledger. */
export interface WiredRun {
  readonly simulation: ReturnType<typeof createSimulation>;
  readonly meter: RunMeter;
  readonly ledger: ReturnType<typeof createLedgerWriter> | null;
  readonly warmUp: WarmUp | undefined;
  /** Call after the horizon is reached, before results are taken: leaves parts for the next replication. */
  leave(): void;
}

export function wireRun(scenario: Scenario, options: ReplicationOptions): WiredRun {
  const { digest, replication, seed, writeLedger } = options;
  const warmUp = options.warmUp ?? givenWarmUp(scenario);
  const meter = createMeter(scenario, warmUp?.forMs, options.filters ?? []);
  const ledger =
    writeLedger === null
      ? null
      : createLedgerWriter({ header: ledgerHeaderOf(scenario, options), digest, write: writeLedger });
  const simulation = createSimulation(scenario, {
    ...(options.created === undefined ? {} : { created: options.created }),
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
  const leave = () => {
    simulation.cases.leave();
    if (options.spare !== undefined) options.spare.lastRun = simulation;
  };
  return { simulation, meter, ledger, warmUp, leave };
}

/** How the simulation of a wired run goes on. */
export function inProgress({ simulation }: WiredRun): RunInProgress {
  return {
    advance: (untilMs, noticesMax) => simulation.advance(untilMs, noticesMax),
    get nowMs() {
      return simulation.clock.nowMs;
    },
    get counts() {
      return simulation.counts();
    },
  };
}

/** Starts a replication whose results are a whole summary and, if wanted, a ledger. */
export function startReplication(
  scenario: Scenario,
  options: Omit<ReplicationOptions, 'created'>,
): Replication {
  const { replication, seed } = options;
  const { serviceLevels, targets = [] } = scenario;
  const workMs = firstWorkOf(scenario);
  // Cases that follow earlier ones, or were open at the start, have no known mean.
  const created = (drawn: DrawnCase) => {
    if (drawn.episode !== 0) return;
    const meanMs = Math.max(1, meanContentMs(scenario, workMs, drawn));
    wired.meter.judgedOverTime.arrived(drawn.source.index, drawn.contentMs / meanMs);
  };
  const isJudged = serviceLevels.length + targets.length > 0;
  const wired = wireRun(scenario, isJudged ? { ...options, created } : options);
  const { ledger, meter, simulation, warmUp } = wired;
  return Object.assign(inProgress(wired), {
    finish() {
      wired.leave();
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
  });
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
