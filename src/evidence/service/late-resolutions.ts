import { HOUR_MS, MINUTE_MS, numbered } from '#base';
import {
  ACT_NUMBERS,
  type ArrivalStream,
  CALLBACK_STEPS,
  CASE_STATES,
  type CaseNumber,
  concernsSegment,
  type LocalClock,
  localClockOf,
  minuteOfWeek,
  type PausingParty,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  type SeverityIndex,
  type StreamIndex,
  TIERS,
  TRANSITION_EVENTS,
  WAITING_CAUSES,
  type WaitingCauseIndex,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { TargetClock } from '../recount/target-clock.ts';
import { add, LateCell, lateKeyOf } from './late-cell.ts';
import { hoursBetween } from './waited-hours.ts';

const {
  assign: ASSIGN,
  callback: CALLBACK,
  open: OPEN,
  severity: SEVERITY,
  transition: TRANSITION,
  wait: WAIT,
} = ACT_NUMBERS;
const { autoClose: AUTO_CLOSE, handling: HANDLING } = numbered(TRANSITION_EVENTS);
const {
  closed: CLOSED,
  erased: ERASED,
  'open.awaitingCustomer': AWAITING_CUSTOMER,
  'open.awaitingVendor': AWAITING_VENDOR,
  'open.paused': PAUSED,
  'open.working': WORKING,
  refused: REFUSED,
  resolved: RESOLVED,
} = numbered(CASE_STATES);
const { accepted: ACCEPTED, declined: DECLINED, reached: REACHED } = numbered(CALLBACK_STEPS);

/** A target of resolutions for the cases of a stream and severity. */
interface Rule {
  readonly cell: LateCell;
  readonly clock: TargetClock;
}

/** A case that has not been resolved yet. */
interface Unresolved {
  readonly stream: StreamIndex;
  readonly openedMs: RunMs;
  severity: SeverityIndex;
  readonly waitedMs: Float64Array;
  readonly waitedMsOfTier: Float64Array;
  /** Each wait, for the hours in which it was. */
  readonly waits: (readonly [fromMs: RunMs, toMs: RunMs])[];
  /** −1: it does not wait. */
  cause: WaitingCauseIndex;
  tier: number;
  sinceMs: RunMs;
  /** The group that had it last; −1: none. */
  group: number;
  /** Of targets by their ids: how long their clocks stood. */
  readonly stoodMs: Map<string, number>;
  standsSinceMs: RunMs;
  /** The contact in hand is a call that nobody answers. */
  isUnanswered: boolean;
}

/**
 * Finds resolutions later than a target wants, from the entries of a ledger, shown in order, and for which causes these cases waited until
 * then. As in the summary, the first resolution of a case counts, under the severity that the case has then.
 */
export class LateResolutions {
  /** By target and segment. */
  readonly cells = new Map<string, LateCell>();
  private readonly scenario: Scenario;
  private readonly clocks: readonly LocalClock[];
  /** By stream and severity. */
  private readonly rules: readonly (readonly (readonly Rule[])[])[];
  private readonly unresolved = new Map<CaseNumber, Unresolved>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    const { streams, targets = [] } = scenario;
    this.clocks = streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    const clocks = targets.filter(({ of }) => of === 'resolution').map((target) => new TargetClock(target));
    this.rules = streams.map((stream) =>
      SEVERITIES.map((severity) => this.rulesOf(clocks, stream, severity)),
    );
  }

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b) => {
    if (kind === OPEN) this.open(timeMs, aux >> 2, caseNumber, a);
    if (kind !== TRANSITION && kind !== WAIT && kind !== ASSIGN && kind !== SEVERITY && kind !== CALLBACK)
      return;
    const one = this.unresolved.get(caseNumber);
    if (one === undefined) return;
    if (kind === WAIT) wait(one, timeMs, aux, a);
    else if (kind === SEVERITY) one.severity = aux;
    else if (kind === CALLBACK) one.isUnanswered = aux !== ACCEPTED && aux !== DECLINED && aux !== REACHED;
    else if (kind === ASSIGN) {
      wait(one, timeMs, -1, 0);
      one.group = a;
    } else this.step(one, timeMs, [aux, a, b], caseNumber);
  };

  private rulesOf(
    clocks: readonly TargetClock[],
    { channel, segment }: ArrivalStream,
    severity: Severity,
  ): readonly Rule[] {
    return clocks.flatMap((clock) => {
      const { channels, id, severities } = clock.target;
      if (!channels.includes(channel) || !severities.includes(severity)) return [];
      if (!concernsSegment(clock.target, segment)) return [];
      return [{ clock, cell: this.cellOf(lateKeyOf(id, this.scenario.segments[segment]?.id ?? '')) }];
    });
  }

  private cellOf(key: string): LateCell {
    const { centres, groups } = this.scenario;
    const cell = this.cells.get(key) ?? new LateCell(centres.length, groups.length);
    this.cells.set(key, cell);
    return cell;
  }

  private open(timeMs: RunMs, severity: SeverityIndex, caseNumber: CaseNumber, stream: StreamIndex): void {
    if (!(this.rules[stream] ?? []).some((rules) => rules.length > 0)) return;
    this.unresolved.set(caseNumber, {
      ...{ stream, severity, openedMs: timeMs, cause: -1, tier: 0, sinceMs: timeMs, group: -1 },
      waitedMs: new Float64Array(WAITING_CAUSES.length),
      waitedMsOfTier: new Float64Array(TIERS.length),
      ...{ waits: [], stoodMs: new Map(), standsSinceMs: timeMs, isUnanswered: false },
    });
  }

  private step(
    one: Unresolved,
    timeMs: RunMs,
    [event, before, after]: readonly [event: number, before: number, after: number],
    caseNumber: CaseNumber,
  ): void {
    if (before !== after) {
      if (before === AWAITING_CUSTOMER) this.goOn(one, 'customer', timeMs);
      else if (before === AWAITING_VENDOR) this.goOn(one, 'vendor', timeMs);
      if (after === AWAITING_CUSTOMER || after === AWAITING_VENDOR) one.standsSinceMs = timeMs;
    }
    const endsContact = before === WORKING && after !== WORKING && after !== PAUSED;
    const isDone = after === RESOLVED || after === CLOSED || after === ERASED;
    const isResolved =
      event === AUTO_CLOSE || (endsContact && event === HANDLING && isDone && !one.isUnanswered);
    if (endsContact) one.isUnanswered = false;
    if (isResolved) this.judge(one, timeMs);
    if (isResolved || after === CLOSED || after === ERASED || after === REFUSED)
      this.unresolved.delete(caseNumber);
  }

  /** The case has waited for the party until now. */
  private goOn(one: Unresolved, party: PausingParty, timeMs: RunMs): void {
    for (const clock of new Set(
      this.rules[one.stream]?.flatMap((rules) => rules.map((rule) => rule.clock)),
    )) {
      const { id, pauses } = clock.target;
      const stood = clock.between(one.standsSinceMs, timeMs);
      if (pauses.includes(party)) one.stoodMs.set(id, (one.stoodMs.get(id) ?? 0) + stood);
    }
  }

  private judge(one: Unresolved, timeMs: RunMs): void {
    const { openedMs, severity, stream } = one;
    const { startEpochMs, streams } = this.scenario;
    const { timeZone = 'UTC' } = streams[stream] ?? {};
    const localClock = this.clocks[stream] as LocalClock;
    const minute = minuteOfWeek(startEpochMs + openedMs, localClock);
    for (const { cell, clock } of this.rules[stream]?.[severity] ?? []) {
      const tookMs = clock.between(openedMs, timeMs) - (one.stoodMs.get(clock.target.id) ?? 0);
      const isLate = tookMs > (clock.target.withinMs ?? 0);
      cell.count(timeZone, Math.floor((minute * MINUTE_MS) / HOUR_MS), isLate);
      if (!isLate) continue;
      cell.tookMs += timeMs - openedMs;
      one.waitedMs.forEach((ms, cause) => add(cell.waitedMs, cause, ms));
      one.waitedMsOfTier.forEach((ms, tier) => add(cell.waitedMsOfTier, tier, ms));
      if (one.group !== -1) add(cell.answeredBy, one.group, 1);
      cell.spreadWait(
        one.waits.flatMap(([fromMs, toMs]) =>
          hoursBetween(startEpochMs + fromMs, startEpochMs + toMs, localClock),
        ),
      );
    }
  }
}

/** The case waits for another cause or tier from now on; cause −1 for none. */
function wait(one: Unresolved, timeMs: RunMs, cause: WaitingCauseIndex, tier: number): void {
  if (one.cause !== -1) {
    add(one.waitedMs, one.cause, timeMs - one.sinceMs);
    add(one.waitedMsOfTier, one.tier - 1, timeMs - one.sinceMs);
    if (timeMs > one.sinceMs) one.waits.push([one.sinceMs, timeMs]);
  }
  one.cause = cause;
  one.tier = tier;
  one.sinceMs = timeMs;
}
