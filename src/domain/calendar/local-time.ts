import {
  assert,
  checked,
  DAY_MS,
  definite,
  HOUR_MS,
  list,
  MINUTE_MS,
  number,
  type Of,
  record,
  SECOND_MS,
  text,
} from '#base';
import type { DurationMs, EpochMs } from '../indices.ts';

/** Scenarios last at most 50 years, and their calendars and clocks reach a little further, ms. */
export const LONGEST_MS = 51 * 366 * DAY_MS;

/**
 * A word of letters, or parts by the rules of the IANA database (Theory and pragmatics, "Timezone identifiers"): letters, dots, dashes
 * and underscores, at most 14 characters each. Names in Etc and SystemV have digits, too.
 */
const NAME = /^[A-Za-z]+$|^(?:Etc|SystemV)\/|^[A-Za-z]+(?:\/[A-Za-z._-]{1,14}){1,2}$/;

/** Names that the runtime knows. Asking it takes some 20 µs, and 14 ms the first time; scenarios use few names. */
const KNOWN_ZONES = new Set<string>(['UTC']);

/** Names that runtimes know from ICU, and that the IANA database does not have. */
const OF_ICU = /^(?:AC|AE|AG|AR|AS|BE|BS|CA|CN|CS|CT|EA|EC|IE|IS|JS|MI|NE|NS|PL|PN|PR|PS|SS|VS)T$/;
/** A fixed offset from UTC. */
const OFFSET = /^([+-])([01]\d|2[0-3]):([0-5]\d)$/;

/** Whether it is a fixed offset, or an IANA time zone that the runtime knows. */
export function isTimeZone(name: string): boolean {
  if (KNOWN_ZONES.has(name) || OFFSET.test(name)) return true;
  if (!NAME.test(name) || OF_ICU.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    KNOWN_ZONES.add(name);
    return true;
  } catch {
    return false;
  }
}

/** A civil date, `2014-11-03`. */
export type CivilDate = string;

/** Days since 1970-01-01 on a local calendar. */
export type DayNumber = number;

export function civilDateOf(day: DayNumber): CivilDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 0 = Monday … 6 = Sunday: 1970-01-01 was a Thursday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * The clock of a time zone around a run: its offsets from UTC, and from when each holds. It is plain data and part of a Scenario, so a run
 * follows the same rules on every host, whatever release of the time-zone data the host has.
 */
export const zoneClock = checked(
  record({
    /** IANA name, or a fixed offset such as `+01:00`. */
    timeZone: text,
    /** Simulated times (ms) from which each offset holds, ascending. The first offset also holds before. */
    fromMs: list(number({ max: LONGEST_MS }), { least: 1 }),
    /** Offset from UTC, ms. */
    offsetMs: list(number(), { least: 1 }),
  }),
  ({ fromMs, offsetMs, timeZone }, reading) => {
    if (offsetMs.length !== fromMs.length)
      reading.report(`clock of ${timeZone}: ${offsetMs.length} values for a list of ${fromMs.length}`);
    if (fromMs.some((ms, k) => k > 0 && ms <= (fromMs[k - 1] as number)))
      reading.report(`clock of ${timeZone}: not in order`);
  },
);
export interface ZoneClock extends Of<typeof zoneClock> {}

/** Events at the ends of a horizon can reach this far beyond them. */
const MARGIN_MS = 2 * DAY_MS;

/** The clock by the time-zone data of this host, right from two days before the start until two days after the horizon. */
export function readZoneClock(timeZone: string, startEpochMs: EpochMs, horizonMs: number): ZoneClock {
  const offsetAt = offsetsByHost(timeZone);
  const endEpochMs = startEpochMs + horizonMs + MARGIN_MS;
  const fromEpochMs = [startEpochMs - MARGIN_MS];
  const offsetMs = [offsetAt(startEpochMs - MARGIN_MS)];
  for (let atMs = startEpochMs - MARGIN_MS; atMs < endEpochMs; atMs += LOOK_MS) {
    const until = Math.min(atMs + LOOK_MS, endEpochMs - 1);
    for (let from = atMs; offsetAt(until) !== offsetMs.at(-1); ) {
      from = firstWithout(offsetMs.at(-1) as number, offsetAt, from, until);
      fromEpochMs.push(from);
      offsetMs.push(offsetAt(from));
    }
  }
  return { timeZone, fromMs: fromEpochMs.map((epochMs) => epochMs - startEpochMs), offsetMs };
}

/** Every zone keeps an offset longer than this, since 1970. */
const LOOK_MS = 6 * DAY_MS;

/** The first whole second after `from` at which another offset holds, if one does at `until`. */
function firstWithout(
  offset: DurationMs,
  offsetAt: (epochMs: EpochMs) => DurationMs,
  from: EpochMs,
  until: EpochMs,
): EpochMs {
  let [before, after] = [Math.floor(from / SECOND_MS), Math.ceil(until / SECOND_MS)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle * SECOND_MS) === offset) before = middle;
    else after = middle;
  }
  return after * SECOND_MS;
}

/** How far the zone is from UTC (ms) at an instant, by the time-zone data of this host. */
function offsetsByHost(timeZone: string): (epochMs: EpochMs) => DurationMs {
  const [, sign, hours, minutes] = OFFSET.exec(timeZone) ?? [];
  if (sign !== undefined) {
    const fixed = Number(`${sign}1`) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
    return () => fixed;
  }
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (epochMs) => {
    const written = HOST_OFFSET.exec(format.format(epochMs));
    assert(written !== null, 'the host names the offset of a time zone');
    const [, sign = '+', ...parts] = written;
    const [hours = 0, minutes = 0, seconds = 0] = parts.map((part = '0') => Number(part));
    return Number(`${sign}1`) * (hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS);
  };
}

/** `GMT`, or for example `GMT+05:30`, at the end of a date. */
const HOST_OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Answers questions about instants (epoch ms) and wall times of a zone by arithmetic on the list of offsets. */
export class LocalClock {
  /** Instants from which each offset holds, ascending. The first is the beginning of time. */
  private readonly fromMs: readonly number[];
  private readonly offsetMs: readonly number[];

  constructor({ fromMs, offsetMs }: ZoneClock, startEpochMs: EpochMs) {
    const [, ...changes] = fromMs;
    this.fromMs = [Number.NEGATIVE_INFINITY, ...changes.map((atMs) => startEpochMs + atMs)];
    this.offsetMs = offsetMs;
  }

  /** Offset from UTC, ms. */
  offsetAt(epochMs: EpochMs): DurationMs {
    const after = this.fromMs.findIndex((from) => from > epochMs);
    return this.offsetMs.at(after === -1 ? -1 : after - 1) as number;
  }

  /** The instants (epoch ms) at which the clock shows a wall time as if it were UTC: none if it is skipped, two if it is doubled. */
  instantsAt(wallMs: number): readonly EpochMs[] {
    const instants: EpochMs[] = [];
    for (let i = 0; i < this.fromMs.length; i++) {
      const epochMs = wallMs - (this.offsetMs[i] as number);
      const endMs = this.fromMs[i + 1] ?? Number.POSITIVE_INFINITY;
      if (epochMs >= (this.fromMs[i] as number) && epochMs < endMs) instants.push(epochMs);
    }
    return instants;
  }

  /** Instants in (from, to) at which the offset changes. */
  changesBetween(fromEpochMs: number, toEpochMs: number): readonly EpochMs[] {
    return this.fromMs.filter((at) => at > fromEpochMs && at < toEpochMs);
  }

  /** The local calendar's day at the instant. */
  dayAt(epochMs: EpochMs): DayNumber {
    return Math.floor((epochMs + this.offsetAt(epochMs)) / DAY_MS);
  }

  /** The first instant at or after this one at which a local day begins. */
  midnightFrom(epochMs: EpochMs): EpochMs {
    const day = this.dayAt(epochMs);
    const began = this.instantOf(day, 0);
    return began >= epochMs ? began : this.instantOf(day + 1, 0);
  }

  /**
   * The instant (epoch ms) of a wall-clock minute, counted from the midnight at which the day begins; a skipped time moves
   * on by what was skipped, a doubled one is its first (RFC 5545, and `compatible` of Temporal).
   */
  instantOf(day: DayNumber, minuteOfDay: number): EpochMs {
    return this.instantAt(day * DAY_MS + minuteOfDay * MINUTE_MS);
  }

  /** The instant (epoch ms) of a wall time that is given as if it were UTC (epoch ms). Skipped and doubled times are as in `instantOf`. */
  instantAt(wallMs: number): EpochMs {
    for (let i = 0; i < this.fromMs.length; i++) {
      const epochMs = wallMs - (this.offsetMs[i] as number);
      const endMs = this.fromMs[i + 1] ?? Number.POSITIVE_INFINITY;
      // Either it lies before the end of this offset, or it was skipped: after the end by this clock, and before it by the next.
      if (epochMs < endMs || wallMs - (this.offsetMs[i + 1] as number) < endMs) return epochMs;
    }
    return wallMs - (this.offsetMs.at(-1) as number);
  }
}

/** The clock of a time zone that a scenario names. */
export function localClockOf(
  { clocks, startEpochMs }: { readonly clocks: readonly ZoneClock[]; readonly startEpochMs: EpochMs },
  timeZone: string,
): LocalClock {
  const clock = clocks.find((candidate) => candidate.timeZone === timeZone);
  return new LocalClock(definite(clock, `no clock of ${timeZone}`), startEpochMs);
}

/** How far a time zone is from UTC (ms) at instants (epoch ms): 0 if the scenario has no clock of it. */
export function offsetsOf(
  scenario: Parameters<typeof localClockOf>[0],
  timeZone: string,
): (epochMs: EpochMs) => DurationMs {
  const isNamed = scenario.clocks.some((clock) => clock.timeZone === timeZone);
  const clock = isNamed ? localClockOf(scenario, timeZone) : null;
  return (epochMs) => clock?.offsetAt(epochMs) ?? 0;
}
