import { DAY_MS } from '#base';
import { readZoneClock } from '#domain';

/** What a wall time means on a clock that is set forward and back. */
export interface WallReading {
  /** Ms since 1970, UTC. For a skipped time: meaningless. For a repeated one: the earlier of the two. */
  readonly epochMs: number;
  readonly kind: 'once' | 'skipped' | 'repeated';
}

/** One year of a zone's clock. */
interface Year {
  readonly fromMs: readonly number[];
  readonly offsetMs: readonly number[];
}

/** Turns wall times of one zone into instants, and says where the clock skips or repeats them. */
export class WallClock {
  readonly timeZone: string;
  private readonly years = new Map<number, Year>();

  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  read(wallMs: number): WallReading {
    const { fromMs, offsetMs } = this.yearOf(new Date(wallMs).getUTCFullYear());
    let found = Number.NaN;
    let count = 0;
    for (let i = 0; i < offsetMs.length; i++) {
      const epochMs = wallMs - (offsetMs[i] as number);
      const from = i === 0 ? Number.NEGATIVE_INFINITY : (fromMs[i] as number);
      if (epochMs < from || epochMs >= (fromMs[i + 1] ?? Number.POSITIVE_INFINITY)) continue;
      if (count++ === 0) found = epochMs;
    }
    return { epochMs: found, kind: count === 0 ? 'skipped' : count === 1 ? 'once' : 'repeated' };
  }

  /** The wall time of an instant. */
  wallOf(epochMs: number): number {
    const { fromMs, offsetMs } = this.yearOf(new Date(epochMs).getUTCFullYear());
    let at = 0;
    while (at + 1 < fromMs.length && (fromMs[at + 1] as number) <= epochMs) at++;
    return epochMs + (offsetMs[at] as number);
  }

  private yearOf(year: number): Year {
    const known = this.years.get(year);
    if (known !== undefined) return known;
    const start = Date.UTC(year, 0, 1);
    // The clock is right for two days before the start and after the horizon.
    const { fromMs, offsetMs } = readZoneClock(this.timeZone, start, 366 * DAY_MS);
    const made = { fromMs: fromMs.map((at) => start + at), offsetMs };
    this.years.set(year, made);
    return made;
  }
}
