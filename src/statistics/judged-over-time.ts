import { assert, rowAt, sumOf } from '#base';
import {
  CHANNELS,
  concernsSegment,
  judgedKinds,
  levelKey,
  type Scenario,
  SEVERITIES,
  stretchMs,
  targetKey,
} from '#domain';
import type { ProductLevels } from './product-levels.ts';
import { secondsOf, toSixDigits } from './rounding.ts';
import { firstCellOf, type ServiceCell } from './service-cells.ts';
import type { JudgedSeries } from './summary.ts';
import { type JudgedCount, type JudgedService, targetCounter } from './targets.ts';

/** What one service level or target has judged so far, and what of it was as wanted. */
interface Counted {
  readonly id: string;
  readonly count: () => JudgedCount;
}

/**
 * What service levels and targets judge in stretches of the run, all equally long, counted from its start or from the end of its warm-up. How
 * much these counts vary says how sure one may be of a share. Its memory depends on the scenario.
 */
export class JudgedOverTime {
  /** When the open stretch ends, ms. */
  nextMs: number;
  private readonly lengthMs: number;
  private readonly counted: readonly Counted[];
  /** By level or target, then stretch: what was judged, and met, until the stretch ended. */
  private until: readonly JudgedCount[][];
  /** By stretch that has ended, then stream: work of first contacts that arrived in it, in means of such contacts. */
  private work: Float64Array[] = [];
  /** The same of the open stretch. */
  private readonly arriving: Float64Array;
  private hasWork = false;
  private sinceMs = 0;
  private readonly scenario: Scenario;

  constructor(scenario: Scenario, service: JudgedService & { readonly productLevels: ProductLevels | null }) {
    this.scenario = scenario;
    this.lengthMs = stretchMs(scenario);
    this.arriving = new Float64Array(scenario.streams.length);
    this.counted = [...countersOfLevels(scenario, service), ...countersOfTargets(scenario, service)];
    this.until = this.counted.map(() => []);
    this.nextMs = this.counted.length === 0 ? Number.POSITIVE_INFINITY : this.lengthMs;
  }

  /** A case arrives by a stream; its first contact takes `work` times the mean of such contacts. */
  arrived(stream: number, work: number): void {
    this.arriving[stream] = (this.arriving[stream] as number) + work;
    this.hasWork = true;
  }

  /** Ends the stretches that end up to this time. */
  passTo(timeMs: number): void {
    while (this.nextMs <= timeMs) {
      this.endStretch();
      this.nextMs += this.lengthMs;
    }
  }

  /** The warm-up has ended: all counts start again. */
  beginAnew(timeMs: number): void {
    if (this.counted.length === 0) return;
    this.until = this.counted.map(() => []);
    this.work = [];
    this.arriving.fill(0);
    this.hasWork = false;
    this.sinceMs = timeMs;
    this.nextMs = timeMs + this.lengthMs;
  }

  /** Returns the series once the run has ended, so that the last stretch may be shorter. Null if the scenario judges nothing. */
  series(endMs: number): JudgedSeries | null {
    const { counted, lengthMs, scenario, sinceMs, until } = this;
    if (counted.length === 0) return null;
    const stretches = Math.ceil((endMs - sinceMs) / lengthMs);
    const rows = counted.flatMap(({ count, id }, i) => {
      const own = (until[i] as JudgedCount[]).slice(0, Math.max(0, stretches - 1));
      const all = stretches === 0 ? own : [...own, count()];
      assert(all.length === stretches, 'every stretch of a run has ended');
      if ((all.at(-1)?.judged ?? 0) === 0) return [];
      const [judged, met] = [differences(all, 'judged'), differences(all, 'met')];
      const isWhole =
        sumOf(judged) === all.at(-1)?.judged && judged.every((one, k) => one >= (met[k] as number));
      assert(isWhole, `${id}: what stretches judge does not add up`);
      return [{ id, judged, met }];
    });
    if (!this.hasWork) return { everyS: secondsOf(lengthMs), rows };
    const byStretch = [...this.work, this.arriving].slice(0, stretches);
    const work = scenario.streams.map(({ channel, segment }, s) => ({
      segment: rowAt(scenario.segments, segment).id,
      channel,
      drawn: byStretch.map((drawn) => toSixDigits(drawn[s] as number)),
    }));
    return { everyS: secondsOf(lengthMs), rows, work };
  }

  private endStretch(): void {
    this.counted.forEach(({ count }, i) => {
      this.until[i]?.push(count());
    });
    this.work.push(this.arriving.slice());
    this.arriving.fill(0);
  }
}

function differences(until: readonly JudgedCount[], of: keyof JudgedCount): readonly number[] {
  return until.map((count, i) => count[of] - (until[i - 1]?.[of] ?? 0));
}

function countersOfLevels(
  scenario: Scenario,
  { cells, productLevels }: Pick<JudgedService, 'cells'> & { readonly productLevels: ProductLevels | null },
): readonly Counted[] {
  return judgedKinds(scenario).map((kind) => {
    const { level, product, segment } = kind;
    const index = firstCellOf(segment, CHANNELS.indexOf(level.channel)) + SEVERITIES.indexOf(level.severity);
    const cell = cells[index] as ServiceCell;
    const tally = product === null ? cell : productLevels?.of(index, product);
    assert(tally !== undefined, 'cases that a level judges have a tally');
    return {
      id: levelKey(kind, scenario),
      count: () => ({ judged: tally.judged, met: tally.answeredInTime }),
    };
  });
}

function countersOfTargets(scenario: Scenario, service: JudgedService): readonly Counted[] {
  const { segments, targets = [] } = scenario;
  return targets.flatMap((target, t) =>
    segments.flatMap(({ id }, s) =>
      concernsSegment(target, s)
        ? [{ id: targetKey(target.id, id), count: targetCounter(target, service, [t, s]) }]
        : [],
    ),
  );
}
