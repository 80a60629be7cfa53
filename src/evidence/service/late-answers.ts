import { HOUR_MS, MINUTE_MS, numbered } from '#base';
import {
  ACT_NUMBERS,
  CASE_STATES,
  type LocalClock,
  localClockOf,
  minuteOfWeek,
  type Scenario,
  SEVERITIES,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { add, LateCell } from './late-cell.ts';

const {
  assign: ASSIGN,
  centre: CENTRE,
  open: OPEN,
  severity: SEVERITY,
  transition: TRANSITION,
  wait: WAIT,
} = ACT_NUMBERS;
const { patience: PATIENCE } = numbered(TRANSITION_EVENTS);
const { closed: CLOSED, erased: ERASED, refused: REFUSED } = numbered(CASE_STATES);
/** Number of centres whose outages are distinguished: bits of a number. */
const CENTRES_MAX = 31;
const NEVER = Number.POSITIVE_INFINITY;

/** By segment, channel and severity, `premier/phone/A`: of those cases of which any was answered too late, or never. */
export type LateAnswers = ReadonlyMap<string, LateCell>;

/** A case that waits for its first answer. */
interface Waiting {
  readonly stream: number;
  readonly openedMs: number;
  /** By cause; null if it has not waited. Most cases are answered at once. */
  waitedMs: Float64Array | null;
  severity: number;
  cause: number;
  sinceMs: number;
  /** The centres that have been down meanwhile. */
  down: number;
}

/**
 * Finds late first answers from the entries of a ledger, shown in order: those after the acceptable wait, and those that never came because
 * the customer gave up. For these cases it counts the hours of the customers' week, the centres that were down, and the waiting causes.
 * Memory grows with the number of waiting cases.
 */
export class LateAnswerFinder {
  private readonly scenario: Scenario;
  private readonly cells: readonly (readonly LateCell[])[];
  private readonly ids = new Map<string, LateCell>();
  private readonly clocks: readonly LocalClock[];
  /** By stream and severity, ms. */
  private readonly limits: readonly (readonly number[])[];
  private readonly waiting = new Map<number, Waiting>();
  private down = 0;

  constructor(scenario: Scenario) {
    const { centres, groups, segments, serviceLevels, streams } = scenario;
    this.scenario = scenario;
    this.clocks = streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    this.limits = streams.map(({ channel }) =>
      SEVERITIES.map((severity) => {
        const level = serviceLevels.find((one) => one.channel === channel && one.severity === severity);
        return level?.withinMs ?? NEVER;
      }),
    );
    this.cells = streams.map(({ channel, segment }) =>
      SEVERITIES.map((severity) => {
        const id = `${segments[segment]?.id}/${channel}/${severity}`;
        const cell = this.ids.get(id) ?? new LateCell(centres.length, groups.length);
        this.ids.set(id, cell);
        return cell;
      }),
    );
  }

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, _c, d) => {
    if (kind === OPEN) this.open(timeMs, aux >> 2, caseNumber, a);
    else if (kind === CENTRE) this.setDown(a, aux === 0);
    else if (kind === WAIT || kind === ASSIGN || kind === TRANSITION || kind === SEVERITY) {
      const one = this.waiting.get(caseNumber);
      if (one === undefined) return;
      if (kind === WAIT) waits(one, timeMs, aux);
      else if (kind === SEVERITY) one.severity = aux;
      else if (kind === ASSIGN) {
        this.waiting.delete(caseNumber);
        add(this.close(one, timeMs, d > this.limitOf(one)).answeredBy, a, 1);
      } else if (aux === PATIENCE) {
        this.waiting.delete(caseNumber);
        // Customers who leave at once have not waited for anybody.
        if (timeMs > one.openedMs && this.limitOf(one) < NEVER) this.close(one, timeMs, true);
      } else if (b === CLOSED || b === ERASED || b === REFUSED) this.waiting.delete(caseNumber);
    }
  };

  /** The cells in which anything was late. */
  found(): LateAnswers {
    return new Map([...this.ids].filter(([, { lateCount }]) => lateCount > 0));
  }

  private open(timeMs: number, severity: number, caseNumber: number, stream: number): void {
    const { down } = this;
    const openedMs = timeMs;
    this.waiting.set(caseNumber, {
      stream,
      openedMs,
      waitedMs: null,
      severity,
      cause: -1,
      sinceMs: timeMs,
      down,
    });
  }

  private limitOf({ severity, stream }: Waiting): number {
    return this.limits[stream]?.[severity] ?? NEVER;
  }

  private close(one: Waiting, timeMs: number, isLate: boolean): LateCell {
    const { openedMs, severity, stream } = one;
    const cell = this.cells[stream]?.[severity] as LateCell;
    const timeZone = this.scenario.streams[stream]?.timeZone ?? 'UTC';
    cell.count(timeZone, this.hourAt(stream, openedMs), isLate);
    if (!isLate) return cell;
    waits(one, timeMs, -1);
    one.waitedMs?.forEach((ms, cause) => add(cell.waitedMs, cause, ms));
    for (let centre = 0; centre < Math.min(cell.whileDown.length, CENTRES_MAX); centre++) {
      add(cell.whileDown, centre, (one.down >>> centre) & 1);
    }
    return cell;
  }

  /** From 0, Monday from midnight to one, to 167. */
  private hourAt(stream: number, timeMs: number): number {
    const clock = this.clocks[stream] as LocalClock;
    return Math.floor((minuteOfWeek(this.scenario.startEpochMs + timeMs, clock) * MINUTE_MS) / HOUR_MS);
  }

  private setDown(centre: number, isDown: boolean): void {
    if (centre >= CENTRES_MAX) return;
    const bit = 1 << centre;
    this.down = isDown ? this.down | bit : this.down & ~bit;
    if (isDown) for (const one of this.waiting.values()) one.down |= bit;
  }
}

/** The case waits for another cause from now on, −1 for none. */
function waits(one: Waiting, timeMs: number, cause: number): void {
  one.waitedMs ??= new Float64Array(WAITING_CAUSES.length);
  if (one.cause !== -1) add(one.waitedMs, one.cause, timeMs - one.sinceMs);
  one.cause = cause;
  one.sinceMs = timeMs;
}
