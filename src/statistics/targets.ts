import { concernsSegment, type Scenario, type Target, type TargetTally } from '#domain';
import { ratio } from './rounding.ts';
import { ofKinds, ofSegment, type ServiceCell } from './service-cells.ts';
import type { TargetRow } from './summary.ts';

/** How often a target was judged, and met, for the cases of a segment. */
export class TargetCount implements TargetTally {
  cases = 0;
  met = 0;

  judged(isMet: boolean): void {
    this.cases++;
    if (isMet) this.met++;
  }

  forget(): void {
    this.cases = 0;
    this.met = 0;
  }
}

/** By target, then by segment. */
export function countsOfTargets({ segments, targets = [] }: Scenario): readonly (readonly TargetCount[])[] {
  return targets.map(() => segments.map(() => new TargetCount()));
}

/** The counts by which targets are judged. */
export interface JudgedService {
  readonly cells: readonly ServiceCell[];
  readonly targets: readonly (readonly TargetCount[])[];
}

/** Each target over all its cases, then for each segment in which anything was judged. */
export function targetRows({ cells, targets }: JudgedService, scenario: Scenario): readonly TargetRow[] {
  return (scenario.targets ?? []).flatMap((target, t) => {
    const { id, of, target: wanted } = target;
    const own = scenario.segments.map(({ id: segment }, s) => ({
      segment,
      ...targetCounter(target, { cells, targets }, [t, s])(),
    }));
    const row = (segment: string | null, judged: number, met: number): TargetRow => {
      return { id, of, segment, judged, met, attainment: ratio(met, judged), target: wanted };
    };
    const sum = (name: 'judged' | 'met') => own.reduce((all, one) => all + one[name], 0);
    return [
      row(null, sum('judged'), sum('met')),
      ...own.filter(({ judged }) => judged > 0).map(({ judged, met, segment }) => row(segment, judged, met)),
    ];
  });
}

/** How often something was judged, and met. */
export type JudgedCount = Pick<TargetRow, 'judged' | 'met'>;

/** Counts what a target has judged so far of a segment. */
export function targetCounter(
  target: Target,
  { cells, targets }: JudgedService,
  [t, s]: readonly [target: number, segment: number],
): () => JudgedCount {
  const count = targets[t]?.[s] ?? new TargetCount();
  const { channels, severities } = target;
  const concerned = concernsSegment(target, s) ? ofKinds(ofSegment(cells, s), channels, severities) : [];
  return () => judgedOf(target, count, concerned);
}

/** A customer who gives up counts as not answered in time. For resolutions and days, the tallies have all that is needed. */
function judgedOf({ of }: Target, { cases, met }: TargetCount, cells: readonly ServiceCell[]): JudgedCount {
  const sum = (name: 'abandonments' | 'answers') => cells.reduce((all, cell) => all + cell[name], 0);
  if (of === 'answer') return { judged: cases + sum('abandonments'), met };
  if (of === 'abandonment') return { judged: sum('answers') + sum('abandonments'), met: sum('answers') };
  return { judged: cases, met };
}

/** Judges targets of backlogs at the ends of their days. */
export class DayEnds {
  /** The next end of a day, ms; Infinity if there are no more. */
  nextMs: number;
  private readonly ends: readonly { readonly atMs: number; readonly judge: () => void }[];
  private next = 0;

  constructor({ segments, streams, targets: wanted = [] }: Scenario, { cells, targets }: JudgedService) {
    const ends = wanted.flatMap((target, t) => {
      const { channels, casesMax = 0, dayEndsMs = [], severities } = target;
      const own = segments.flatMap((_, s) =>
        concernsSegment(target, s) &&
        streams.some(({ channel, segment }) => segment === s && channels.includes(channel))
          ? [{ tally: targets[t]?.[s], cells: ofKinds(ofSegment(cells, s), channels, severities) }]
          : [],
      );
      const judge = () => {
        for (const one of own) {
          const waiting = one.cells.reduce((sum, { open }) => sum + open, 0);
          one.tally?.judged(waiting <= casesMax);
        }
      };
      return dayEndsMs.map((atMs) => ({ atMs, judge }));
    });
    this.ends = ends.sort((one, other) => one.atMs - other.atMs);
    this.nextMs = this.ends[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Judges the days that end up to this time, with the present backlog. */
  passTo(timeMs: number): void {
    while (this.nextMs <= timeMs) {
      this.ends[this.next]?.judge();
      this.next++;
      this.nextMs = this.ends[this.next]?.atMs ?? Number.POSITIVE_INFINITY;
    }
  }
}
