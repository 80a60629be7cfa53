import { numbered } from '#base';
import { CaseEnding, isOver } from '#cases';
import {
  ACT_NUMBERS,
  type ArrivalStream,
  CASE_STATES,
  type CaseNumber,
  type ClockedCase,
  concernsCases,
  hourOfWeek,
  type LocalClock,
  localClockOf,
  openingSeverity,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  type StreamIndex,
  TargetClocks,
  TIERS,
  targetKey,
  WAITING_CAUSES,
  type WaitingCauseIndex,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { add, LateCells } from './late-cell.ts';
import { hoursBetween } from './waited-hours.ts';

const {
  assign: ASSIGN,
  callback: CALLBACK,
  open: OPEN,
  severity: SEVERITY,
  transition: TRANSITION,
  wait: WAIT,
} = ACT_NUMBERS;
const { 'open.awaitingCustomer': AWAITING_CUSTOMER, 'open.awaitingVendor': AWAITING_VENDOR } =
  numbered(CASE_STATES);

/** A case that has not been resolved yet. */
interface Unresolved extends ClockedCase {
  readonly ending: CaseEnding;
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
}

/**
 * Finds resolutions later than a target wants, from the entries of a ledger, shown in order, and for which causes these cases waited until
 * then. As in the summary, the first resolution of a case counts, under the severity that the case has then.
 */
export class LateResolutions {
  /** By target and segment. */
  readonly cells: LateCells;
  private readonly scenario: Scenario;
  private readonly localClocks: readonly LocalClock[];
  private readonly targets: TargetClocks;
  /** By stream: whether any target is of its resolutions. */
  private readonly isConcerned: readonly boolean[];
  private readonly unresolved = new Map<CaseNumber, Unresolved>();

  constructor(scenario: Scenario) {
    const { streams, targets = [] } = scenario;
    this.scenario = scenario;
    this.cells = new LateCells(scenario);
    this.localClocks = streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    this.targets = new TargetClocks(scenario);
    const own = targets.filter(({ of }) => of === 'resolution');
    this.isConcerned = streams.map((stream) =>
      own.some((target) => SEVERITIES.some((severity) => concernsCases(target, stream, severity))),
    );
  }

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b) => {
    if (kind === OPEN) this.open(timeMs, openingSeverity(aux), caseNumber, a);
    if (kind !== TRANSITION && kind !== WAIT && kind !== ASSIGN && kind !== SEVERITY && kind !== CALLBACK)
      return;
    const one = this.unresolved.get(caseNumber);
    if (one === undefined) return;
    if (kind === WAIT) wait(one, timeMs, aux, a);
    else if (kind === SEVERITY) one.severity = aux;
    else if (kind === ASSIGN) {
      wait(one, timeMs, -1, 0);
      one.group = a;
    } else {
      one.ending.take({ timeMs, kind, aux, a, b });
      if (kind === TRANSITION) this.step(one, timeMs, [a, b], caseNumber);
    }
  };

  private open(timeMs: RunMs, severity: SeverityIndex, caseNumber: CaseNumber, stream: StreamIndex): void {
    if (this.isConcerned[stream] !== true) return;
    this.unresolved.set(caseNumber, {
      stream,
      severity,
      openedMs: timeMs,
      cause: -1,
      tier: 0,
      sinceMs: timeMs,
      group: -1,
      waitedMs: new Float64Array(WAITING_CAUSES.length),
      waitedMsOfTier: new Float64Array(TIERS.length),
      waits: [],
      stoodMs: null,
      standsSinceMs: timeMs,
      ending: new CaseEnding(),
    });
  }

  private step(
    one: Unresolved,
    timeMs: RunMs,
    [before, after]: readonly [before: number, after: number],
    caseNumber: CaseNumber,
  ): void {
    if (before !== after) {
      if (before === AWAITING_CUSTOMER) this.targets.goOn(one, 'customer', timeMs);
      else if (before === AWAITING_VENDOR) this.targets.goOn(one, 'vendor', timeMs);
      if (after === AWAITING_CUSTOMER || after === AWAITING_VENDOR) one.standsSinceMs = timeMs;
    }
    const isResolved = one.ending.resolvedMs !== null;
    if (isResolved) this.judge(one, timeMs);
    if (isResolved || isOver(after)) this.unresolved.delete(caseNumber);
  }

  private judge(one: Unresolved, timeMs: RunMs): void {
    const { openedMs, stream } = one;
    const { segments, startEpochMs, streams } = this.scenario;
    const { timeZone } = streams[stream] as ArrivalStream;
    const localClock = this.localClocks[stream] as LocalClock;
    const hour = hourOfWeek(startEpochMs + openedMs, localClock);
    this.targets.judge(one, 'resolution', timeMs, ({ id }, _, segment, isMet) => {
      const cell = this.cells.at(targetKey(id, segments[segment]?.id ?? ''));
      cell.count(timeZone, hour, !isMet);
      if (isMet) return;
      cell.tookMs += timeMs - openedMs;
      one.waitedMs.forEach((ms, cause) => add(cell.waitedMs, cause, ms));
      one.waitedMsOfTier.forEach((ms, tier) => add(cell.waitedMsOfTier, tier, ms));
      if (one.group !== -1) add(cell.answeredBy, one.group, 1);
      cell.spreadWait(
        one.waits.flatMap(([fromMs, toMs]) =>
          hoursBetween(startEpochMs + fromMs, startEpochMs + toMs, localClock),
        ),
      );
    });
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
