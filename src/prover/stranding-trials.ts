import { HOUR_MS } from '#base';
import type { Scenario, Window } from '#domain';
import { createSimulation, type EngineKind, type Faults, prepareEngine, type Simulation } from '#engine';
import { observerOf } from '#ledger';
import { createNullMeter } from '#statistics';
import { StrandedCases } from './stranded-cases.ts';
import type { Stranding } from './strandings.ts';

/** Whether simulated runs, with the places taken down on purpose, stranded a case as a finding says. */
export interface StrandingTrial {
  /** The number of runs that tried it. */
  readonly runs: number;
  /** The first stranded case; null if there was none. */
  readonly met: { readonly replication: number; readonly caseNumber: number } | null;
  /** A case that proceeded nevertheless; null if none did. */
  readonly gotOn: { readonly replication: number; readonly caseNumber: number } | null;
}

export interface TriedStranding extends Stranding {
  /** Null if it was not tried. */
  readonly trial: StrandingTrial | null;
}

export interface TrialOptions {
  readonly faults?: Faults;
  /** What executes the life cycle. A browser page may not compile it. */
  readonly engine: EngineKind;
  /** Runs for each finding, at most. */
  readonly tries: number;
  /** The number of notices that all runs together may take. */
  readonly noticesMax: number;
}

/** Trials in progress, piece by piece. */
export interface StrandingTrials {
  /** Continues by some thousands of notices. Returns false once everything is tried, or the limit is reached. */
  next(): boolean;
  readonly runs: number;
  /** The finished share of the work or of the limit: 0 … 1. */
  readonly share: number;
  finish(): readonly TriedStranding[];
}

/** Outages that a finding needs, and the findings with the same needs. */
interface Plan {
  readonly scenario: Scenario;
  readonly findings: readonly Stranding[];
}

interface Attempt {
  readonly run: Simulation;
  readonly watch: StrandedCases;
}

/** Half of a cycle of outages. The cycle is not a day, so that outages come at different hours each day. */
const HALF_MS = 9 * HOUR_MS;
/** Time after a dated change at which copies move. */
const MOMENT_MS = 60_000;
const NOTICES_AT_A_TIME = 5_000;

/**
 * Tries findings in simulated runs of the scenario with exactly the outages that the finding needs. It works in rounds: every finding once,
 * then again those that were not met.
 */
export function startTrials(
  scenario: Scenario,
  strandings: readonly Stranding[],
  { engine, faults, noticesMax, tries }: TrialOptions,
): StrandingTrials {
  const plans = plansOf(scenario, strandings);
  const trials = new Map<Stranding, StrandingTrial>();
  let replication = 0;
  let planned = 0;
  let runs = 0;
  let notices = 0;
  let current: Attempt | null = null;

  function start({ findings, scenario: disturbed }: Plan): Attempt {
    const watch = new StrandedCases(disturbed, findings);
    runs++;
    const run = createSimulation(disturbed, {
      seed: scenario.seed,
      replication,
      observer: observerOf(watch.visit),
      meter: createNullMeter(),
      ...prepareEngine(engine),
      ...(faults === undefined ? {} : { faults }),
    });
    return { run, watch };
  }

  /** An interrupted run counts only for stranded cases that it showed. */
  function note({ findings }: Plan, { shown }: StrandedCases, isBrokenOff: boolean): void {
    findings.forEach((finding, i) => {
      const { gotOn = -1, stranded = -1 } = shown[i] ?? {};
      if (isBrokenOff && stranded === -1) return;
      const before = trials.get(finding);
      const found = (caseNumber: number) => (caseNumber === -1 ? null : { replication, caseNumber });
      trials.set(finding, {
        runs: (before?.runs ?? 0) + 1,
        met: before?.met ?? found(stranded),
        gotOn: before?.gotOn ?? found(gotOn),
      });
    });
  }

  /** The next plan with something left to show; null if there is none. */
  function nextPlan(): Plan | null {
    for (; replication < tries; replication++, planned = 0) {
      for (; planned < plans.length; planned++) {
        const plan = plans[planned] as Plan;
        if (plan.findings.some((finding) => (trials.get(finding)?.met ?? null) === null)) return plan;
      }
    }
    return null;
  }

  function next(): boolean {
    const plan = nextPlan();
    if (plan === null || notices >= noticesMax) return false;
    current ??= start(plan);
    const { run, watch } = current;
    const before = run.counts().notices;
    const isOver = run.advance(Number.POSITIVE_INFINITY, Math.min(NOTICES_AT_A_TIME, noticesMax - notices));
    notices += run.counts().notices - before;
    if (isOver || watch.areAllShown || notices >= noticesMax) {
      note(plan, watch, !isOver && !watch.areAllShown);
      current = null;
      planned++;
    }
    return true;
  }

  return {
    next,
    get runs() {
      return runs;
    },
    get share() {
      const done = (replication * plans.length + planned) / Math.max(1, tries * plans.length);
      return Math.max(Math.min(1, notices / noticesMax), Math.min(1, done));
    },
    finish: () => strandings.map((stranding) => ({ ...stranding, trial: trials.get(stranding) ?? null })),
  };
}

function plansOf(scenario: Scenario, strandings: readonly Stranding[]): readonly Plan[] {
  const byOutages = new Map<string, { scenario: Scenario; findings: Stranding[] }>();
  for (const stranding of strandings) {
    const outages = outagesFor(scenario, stranding);
    const key = JSON.stringify([...outages]);
    const plan = byOutages.get(key);
    if (plan === undefined)
      byOutages.set(key, { scenario: withOutages(scenario, outages), findings: [stranding] });
    else plan.findings.push(stranding);
  }
  return [...byOutages.values()];
}

/**
 * Outages by id. Everything is up for some hours, so that there are cases, and then the places are down equally long. Before data centres
 * go down that hold the copies of a case, those that could hold other copies are down.
 */
function outagesFor(
  { horizonMs }: Scenario,
  { down, during, others }: Stranding,
): ReadonlyMap<string, Window[]> {
  const { fromMs, toMs } = longest(during) ?? { fromMs: 0, toMs: horizonMs };
  const outages = new Map<string, Window[]>([...down, ...others].map((id) => [id, []]));
  const first = fromMs === 0 ? Math.min(HALF_MS, Math.floor(toMs / 4)) : fromMs + MOMENT_MS;
  for (let atMs = first; atMs < toMs; atMs += 2 * HALF_MS) {
    for (const id of others) outages.get(id)?.push({ fromMs: Math.max(0, atMs - HALF_MS), toMs: atMs });
    for (const id of down) outages.get(id)?.push({ fromMs: atMs, toMs: Math.min(atMs + HALF_MS, toMs) });
  }
  return outages;
}

function longest(windows: readonly Window[] | null): Window | undefined {
  return windows?.reduce((best, one) => (one.toMs - one.fromMs > best.toMs - best.fromMs ? one : best));
}

function withOutages(scenario: Scenario, outages: ReadonlyMap<string, readonly Window[]>): Scenario {
  const disturbed = <Place extends Scenario['centres'][number] | Scenario['dataCentres'][number]>(
    place: Place,
  ) => {
    return { ...place, plannedOutages: outages.get(place.id) ?? [], randomOutages: [] };
  };
  return {
    ...scenario,
    centres: scenario.centres.map(disturbed),
    dataCentres: scenario.dataCentres.map(disturbed),
  };
}
