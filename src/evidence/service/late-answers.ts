import { HOUR_MS, MINUTE_MS, numbered } from '#base';
import {
  ACT_NUMBERS,
  type ArrivalStream,
  CASE_STATES,
  type CaseNumber,
  type CentreIndex,
  concernsSegment,
  type DurationMs,
  type LocalClock,
  localClockOf,
  minuteOfWeek,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  type SeverityIndex,
  type StreamIndex,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
  type WaitingCauseIndex,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { TargetClock } from '../recount/target-clock.ts';
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

/**
 * By service level and segment, `premier/phone/A`, and by target and segment, `target soon/premier`: those of which any case was answered
 * too late, or never. Targets of resolutions and backlogs have none.
 */
export type LateAnswers = ReadonlyMap<string, LateCell>;

/** Where late cases of a target are found. */
export function lateKeyOf(target: string, segment: string): string {
  return `target ${target}/${segment}`;
}

/** What one service level or target wants of a case. */
interface Rule {
  readonly cell: LateCell;
  /** `answeredMs`: when it was; null where the customer gave up. */
  isLate(one: Waiting, answeredMs: number | null, waitMs: DurationMs): boolean;
}

/** A case that waits for its first answer. */
interface Waiting {
  readonly stream: StreamIndex;
  readonly openedMs: number;
  /** By cause; null if it has not waited. Most cases are answered at once. */
  waitedMs: Float64Array | null;
  severity: SeverityIndex;
  cause: WaitingCauseIndex;
  sinceMs: RunMs;
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
  private readonly ids = new Map<string, LateCell>();
  private readonly clocks: readonly LocalClock[];
  /** By stream and severity. */
  private readonly rules: readonly (readonly (readonly Rule[])[])[];
  private readonly waiting = new Map<number, Waiting>();
  private down = 0;

  constructor(scenario: Scenario) {
    const { streams } = scenario;
    this.scenario = scenario;
    this.clocks = streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    const clocks = (scenario.targets ?? []).map((target) => new TargetClock(target));
    this.rules = streams.map((stream) =>
      SEVERITIES.map((severity) => [
        ...this.levelRules(stream, severity),
        ...clocks.flatMap((clock) => this.targetRules(clock, stream, severity)),
      ]),
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
        for (const { answeredBy } of this.close(one, timeMs, timeMs, d)) add(answeredBy, a, 1);
      } else if (aux === PATIENCE) {
        this.waiting.delete(caseNumber);
        // Customers who leave at once have not waited for anybody.
        if (timeMs > one.openedMs) this.close(one, timeMs, null, 0);
      } else if (b === CLOSED || b === ERASED || b === REFUSED) this.waiting.delete(caseNumber);
    }
  };

  /** The cells in which anything was late. */
  found(): LateAnswers {
    return new Map([...this.ids].filter(([, { lateCount }]) => lateCount > 0));
  }

  private open(timeMs: RunMs, severity: SeverityIndex, caseNumber: CaseNumber, stream: StreamIndex): void {
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

  private levelRules({ channel, segment }: ArrivalStream, severity: Severity): readonly Rule[] {
    const { segments, serviceLevels } = this.scenario;
    const level = serviceLevels.find((one) => one.channel === channel && one.severity === severity);
    if (level === undefined) return [];
    const cell = this.cellOf(`${segments[segment]?.id}/${channel}/${severity}`);
    return [{ cell, isLate: (_one, answeredMs, waitMs) => answeredMs === null || waitMs > level.withinMs }];
  }

  private targetRules(
    clock: TargetClock,
    { channel, segment }: ArrivalStream,
    severity: Severity,
  ): readonly Rule[] {
    const { channels, id, of, severities, withinMs = 0 } = clock.target;
    const isConcerned = channels.includes(channel) && severities.includes(severity);
    if (!isConcerned || !concernsSegment(clock.target, segment)) return [];
    const cell = () => this.cellOf(lateKeyOf(id, this.scenario.segments[segment]?.id ?? ''));
    if (of === 'abandonment') return [{ cell: cell(), isLate: (_one, answeredMs) => answeredMs === null }];
    if (of !== 'answer') return [];
    return [
      {
        cell: cell(),
        isLate: ({ openedMs }, answeredMs) =>
          answeredMs === null || clock.between(openedMs, answeredMs) > withinMs,
      },
    ];
  }

  private cellOf(id: string): LateCell {
    const { centres, groups } = this.scenario;
    const cell = this.ids.get(id) ?? new LateCell(centres.length, groups.length);
    this.ids.set(id, cell);
    return cell;
  }

  /** The wait is over. Gives the cells by whose rules it was too long. */
  private close(
    one: Waiting,
    timeMs: RunMs,
    answeredMs: number | null,
    waitMs: DurationMs,
  ): readonly LateCell[] {
    const { openedMs, severity, stream } = one;
    const rules = this.rules[stream]?.[severity] ?? [];
    if (rules.length === 0) return [];
    const timeZone = this.scenario.streams[stream]?.timeZone ?? 'UTC';
    const hour = this.hourAt(stream, openedMs);
    const late: LateCell[] = [];
    for (const { cell, isLate } of rules) {
      const isTooLong = isLate(one, answeredMs, waitMs);
      cell.count(timeZone, hour, isTooLong);
      if (isTooLong) late.push(cell);
    }
    if (late.length > 0) waits(one, timeMs, -1);
    for (const cell of late) {
      one.waitedMs?.forEach((ms, cause) => add(cell.waitedMs, cause, ms));
      for (let centre = 0; centre < Math.min(cell.whileDown.length, CENTRES_MAX); centre++) {
        add(cell.whileDown, centre, (one.down >>> centre) & 1);
      }
    }
    return late;
  }

  /** From 0, Monday from midnight to one, to 167. */
  private hourAt(stream: StreamIndex, timeMs: RunMs): number {
    const clock = this.clocks[stream] as LocalClock;
    return Math.floor((minuteOfWeek(this.scenario.startEpochMs + timeMs, clock) * MINUTE_MS) / HOUR_MS);
  }

  private setDown(centre: CentreIndex, isDown: boolean): void {
    if (centre >= CENTRES_MAX) return;
    const bit = 1 << centre;
    this.down = isDown ? this.down | bit : this.down & ~bit;
    if (isDown) for (const one of this.waiting.values()) one.down |= bit;
  }
}

/** The case waits for another cause from now on, −1 for none. */
function waits(one: Waiting, timeMs: RunMs, cause: WaitingCauseIndex): void {
  one.waitedMs ??= new Float64Array(WAITING_CAUSES.length);
  if (one.cause !== -1) add(one.waitedMs, one.cause, timeMs - one.sinceMs);
  one.cause = cause;
  one.sinceMs = timeMs;
}
