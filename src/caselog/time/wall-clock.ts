import { DAY_MS } from '#base';
import { LocalClock, readZoneClock } from '#domain';

/** What a wall time means on a clock that is set forward and back. */
export interface WallReading {
  /** Ms since 1970, UTC. For a skipped time: meaningless. For a repeated one: the earlier of the two. */
  readonly epochMs: number;
  readonly kind: 'once' | 'skipped' | 'repeated';
}

/** Turns wall times of one zone into instants, and says where the clock skips or repeats them. */
export class WallClock {
  readonly timeZone: string;
  /** By year. */
  private readonly clocks = new Map<number, LocalClock>();

  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  read(wallMs: number): WallReading {
    const instants = this.clockAt(wallMs).instantsAt(wallMs);
    const kind = instants.length === 0 ? 'skipped' : instants.length === 1 ? 'once' : 'repeated';
    return { epochMs: instants[0] ?? Number.NaN, kind };
  }

  /** The wall time of an instant. */
  wallOf(epochMs: number): number {
    return epochMs + this.clockAt(epochMs).offsetAt(epochMs);
  }

  private clockAt(timeMs: number): LocalClock {
    const year = new Date(timeMs).getUTCFullYear();
    const known = this.clocks.get(year);
    if (known !== undefined) return known;
    const start = Date.UTC(year, 0, 1);
    // The clock is right for two days before the start and after the horizon.
    const made = new LocalClock(readZoneClock(this.timeZone, start, 366 * DAY_MS), start);
    this.clocks.set(year, made);
    return made;
  }
}
