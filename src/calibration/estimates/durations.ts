/** Durations, ms, some of them censored: the real ones are at least as long. Sorted; equal ones are one entry with a weight. */
export interface Durations {
  readonly entries: readonly DurationEntry[];
  /** Number of durations, and of those that ended. */
  readonly count: number;
  readonly endedCount: number;
}

export interface DurationEntry {
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
