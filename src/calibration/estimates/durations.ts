import { Z95 } from './measured.ts';

/** Durations, ms, some of them censored: the real ones are at least as long. Sorted; equal ones are one entry with a weight. */
export interface Durations {
  readonly entries: readonly DurationEntry[];
  /** Number of durations, and of those that ended. */
  readonly count: number;
  readonly endedCount: number;
}

interface DurationEntry {
  readonly ms: number;
  readonly weight: number;
  /** False if it was still going on: censored. */
  readonly hasEnded: boolean;
}

/** Durations shorter than this are rounded up to it: a likelihood needs them above 0. Logs have at best milliseconds. */
const SHORTEST_MS = 1;
/** Durations whose logarithms differ by less than this are put together when there are very many. */
const GRAIN = 0.002;
const KEPT_EXACTLY = 3000;

export class DurationCollector {
  private readonly ended: number[] = [];
  private readonly censored: number[] = [];

  add(ms: number, hasEnded: boolean): void {
    (hasEnded ? this.ended : this.censored).push(Math.max(ms, SHORTEST_MS));
  }

  get count(): number {
    return this.ended.length + this.censored.length;
  }

  finish(): Durations {
    const entries = [...grouped(this.ended, true), ...grouped(this.censored, false)];
    // Durations that ended come before equal censored ones, which were still at risk then (Kaplan and Meier).
    entries.sort((one, other) => one.ms - other.ms || Number(other.hasEnded) - Number(one.hasEnded));
    return { entries, count: this.count, endedCount: this.ended.length };
  }
}

export function durationsOf(ended: Iterable<number>, censored: Iterable<number> = []): Durations {
  const all = new DurationCollector();
  for (const ms of ended) all.add(ms, true);
  for (const ms of censored) all.add(ms, false);
  return all.finish();
}

function grouped(durations: readonly number[], hasEnded: boolean): DurationEntry[] {
  const sorted = Float64Array.from(durations).sort();
  const grain = sorted.length > KEPT_EXACTLY ? GRAIN : 0;
  const entries: { ms: number; weight: number; hasEnded: boolean; first: number }[] = [];
  for (const ms of sorted) {
    const last = entries.at(-1);
    if (last !== undefined && ms <= last.first * (1 + grain)) {
      last.ms = (last.ms * last.weight + ms) / (last.weight + 1);
      last.weight++;
    } else entries.push({ ms, weight: 1, hasEnded, first: ms });
  }
  return entries.map(({ ms, weight }) => ({ ms, weight, hasEnded }));
}

/** A step of a survival curve: the share that lasts longer than `ms`, with its 95 % interval. */
export interface SurvivalStep {
  readonly ms: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** How many were still at risk just before. */
  readonly atRisk: number;
}

/**
 * The survival curve of censored durations. Source: E. L. Kaplan and P. Meier, JASA 53 (1958); variance by M. Greenwood, interval on the
 * scale log(−log S), which stays within 0 and 1 (J. D. Kalbfleisch and R. L. Prentice, 1980).
 */
export function survivalOf({ entries, count }: Durations): readonly SurvivalStep[] {
  const steps: SurvivalStep[] = [];
  let atRisk = count;
  let share = 1;
  let greenwood = 0;
  for (const { hasEnded, ms, weight } of entries) {
    if (hasEnded) {
      share *= 1 - weight / atRisk;
      if (atRisk > weight) greenwood += weight / (atRisk * (atRisk - weight));
      const spread = share > 0 && share < 1 ? (Z95 * Math.sqrt(greenwood)) / Math.abs(Math.log(share)) : 0;
      steps.push({ ms, share, low: share ** Math.exp(spread), high: share ** Math.exp(-spread), atRisk });
    }
    atRisk -= weight;
  }
  return steps;
}

/**
 * The curve at the times at which it has fallen by a part of `count` of its whole fall, or by a quarter of what is left of it, for a table of a scenario.
 * The few longest durations may be as much time as all others together, so that no straight line may stand for them. It begins at share 1.
 */
export function thinned(steps: readonly SurvivalStep[], count: number): readonly SurvivalStep[] {
  const last = steps.at(-1)?.share ?? 1;
  const most = (1 - last) / count;
  const kept: SurvivalStep[] = [];
  let wanted = 1 - most;
  for (const step of steps) {
    if (step.share > wanted + 1e-12) continue;
    kept.push(step);
    wanted = step.share - Math.min(most, (step.share - last) / 4);
  }
  const end = steps.at(-1);
  if (end !== undefined && kept.at(-1) !== end) kept.push(end);
  return kept;
}
