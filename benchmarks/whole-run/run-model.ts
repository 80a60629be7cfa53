import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { parseScenario } from '#scenario';
import type { Summary } from '#statistics';

export type Model = 'mmc' | 'skills';

export interface ModelResult {
  readonly model: Model;
  readonly size: number;
  readonly seed: string;
  readonly cases: number;
  /** Model events, counted the same way for every peer: see `eventsOf`. */
  readonly events: number;
  /** Notices that the engine took from its future-event list. */
  readonly notices: number;
  /** Wall time of the run loop, s. */
  readonly loop_s: number;
  readonly [statistic: string]: number | string;
}

/** This file may have been compiled to elsewhere; npm runs scripts in the package's folder. */
const SCENARIOS = resolve('scenarios');

/** The model's scenario with its horizon set to the size: a what-if of two lines over the file in `scenarios/`. */
export function loadModel(model: Model, size: number): Scenario {
  // 45 customers arrive a minute.
  const horizon = model === 'mmc' ? `${Math.ceil((size / 45) * 60)} s` : `${size} days`;
  const text = `meridian: 1\nextends: ../bench-${model}\nname: bench\ntitle: Benchmark\nhorizon: ${horizon}\n`;
  const readFile = (path: string) => ({
    ok: true as const,
    value: readFileSync(join(SCENARIOS, '..', path), 'utf8'),
  });
  const parsed = parseScenario({ path: 'scenarios/bench/scenario.yaml', text, readFile });
  if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
  return parsed.value.scenario;
}

/** One run with statistics on and no ledger. */
export function runModel(model: Model, size: number, seed: string): ModelResult {
  const scenario = loadModel(model, size);
  const replication = startReplication(scenario, {
    seed,
    replication: 0,
    engine: 'compiled',
    digest: () => new Uint8Array(32),
    writeLedger: null,
    engineVersion: 'bench',
  });
  const start = performance.now();
  replication.advance(scenario.horizonMs);
  const loop_s = (performance.now() - start) / 1000;
  const { summary, counts } = replication.finish();
  const common = { model, size, seed, cases: counts.cases, notices: counts.notices, loop_s };
  return model === 'mmc'
    ? { ...common, events: 2 * counts.cases, ...queueStatistics(summary) }
    : { ...common, events: skillsEvents(summary, size), ...skillsStatistics(summary, size) };
}

/** Mean wait (minutes) of all customers, and the share that waited. */
function queueStatistics(summary: Summary): Record<string, number> {
  const { speedOfAnswerS, answered, answeredAtOnce } = summary.total;
  return { n: summary.cases, mean_wait: (speedOfAnswerS ?? 0) / 60, p_wait: 1 - answeredAtOnce / answered };
}

function skillsStatistics(summary: Summary, days: number): Record<string, number> {
  const rowOf = (tier: number) => summary.tiers.find((row) => row.tier === tier);
  const wait = (tier: number, severity: string) =>
    (rowOf(tier)?.bySeverity.find((row) => row.severity === severity)?.waitMeanS ?? 0) / 60;
  /** Handling minutes of the contacts begun, over the minutes for which agents were scheduled. */
  const load = (tier: number, agents: number) => {
    const row = rowOf(tier);
    return ((row?.contacts ?? 0) * (row?.handleMeanS ?? 0)) / 60 / (agents * 1440 * days);
  };
  const phone = summary.channels.find(({ id }) => id === 'phone');
  return {
    p_abandon: (phone?.abandoned ?? 0) / (phone?.arrived ?? 1),
    w1_hi: wait(1, 'A'),
    w1_lo: wait(1, 'C'),
    w2_hi: wait(2, 'A'),
    w2_lo: wait(2, 'C'),
    u1: load(1, 40),
    u2: load(2, 20),
  };
}

/** Arrivals, completions at either tier, abandonments, and eight openings and closings a day. */
function skillsEvents(summary: Summary, days: number): number {
  const completions = summary.tiers.reduce((sum, { ended }) => sum + ended, 0);
  return summary.cases + completions + summary.total.abandoned + 8 * days;
}
