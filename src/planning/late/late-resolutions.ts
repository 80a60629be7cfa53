import { numbered } from '#base';
import type { CaseLife, CaseListener, CaseLives } from '#cases';
import {
  type ArrivalStream,
  CASE_STATES,
  type CaseStateIndex,
  type ClockedCase,
  concernsCases,
  hourOfWeek,
  type LocalClock,
  localClockOf,
  NONE,
  type PausingParty,
  type RunMs,
  type Scenario,
  SEVERITIES,
  TargetClocks,
  targetKey,
} from '#domain';
import { add, hoursBetween, type LateCell, LateCells } from './late-cell.ts';

const {
  'open.awaitingCustomer': AWAITING_CUSTOMER,
  'open.awaitingVendor': AWAITING_VENDOR,
  resolved: RESOLVED,
} = numbered(CASE_STATES);

/**
 * Finds resolutions later than a target wants, and cases for whose resolution it was too late already when the run ended; and for which
 * causes these waited until then. As in the summary, the first resolution of a case counts, under the severity that the case has then.
 */
export class LateResolutions implements CaseListener {
  /** By target and segment. */
  readonly cells: LateCells;
  private readonly scenario: Scenario;
  private readonly localClocks: readonly LocalClock[];
  private readonly targets: TargetClocks;
  /** By stream: whether any target is of its resolutions. */
  private readonly isConcerned: readonly boolean[];
  /** For how long the clocks of each case were paused. */
  private readonly stoodMs = new WeakMap<CaseLife, ClockedCase['stoodMs']>();

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

  moved(life: CaseLife, timeMs: RunMs, before: CaseStateIndex, sinceMs: RunMs): void {
    if (before !== life.state && this.isConcerned[life.stream] === true)
      this.leave(life, before, sinceMs, timeMs);
  }

  resolved(life: CaseLife, timeMs: RunMs): void {
    this.judge(life, timeMs, true);
  }

  /** Open cases for which it is too late already. */
  runEnds(endMs: RunMs, lives: CaseLives): void {
    for (const life of lives.open()) {
      const { resolvedMs, state, stateSinceMs, stream } = life;
      if (resolvedMs !== NONE || state === RESOLVED || this.isConcerned[stream] !== true) continue;
      this.leave(life, state, stateSinceMs, endMs);
      this.judge(life, endMs, false);
    }
  }

  /** The case is resolved; one that is not counts only if it is late. */
  private judge(life: CaseLife, timeMs: RunMs, isResolved: boolean): void {
    const { openedMs, stream } = life;
    if (this.isConcerned[stream] !== true) return;
    const { segments, startEpochMs, streams } = this.scenario;
    const { timeZone } = streams[stream] as ArrivalStream;
    const localClock = this.localClocks[stream] as LocalClock;
    const hour = hourOfWeek(startEpochMs + openedMs, localClock);
    this.targets.judge(this.clockOf(life, timeMs), 'resolution', timeMs, ({ id }, _, segment, isMet) => {
      if (isMet && !isResolved) return;
      const cell = this.cells.at(targetKey(id, segments[segment]?.id ?? ''));
      cell.count(timeZone, hour, !isMet);
      if (!isMet) this.addLate(cell, life, timeMs, localClock);
    });
  }

  private addLate(cell: LateCell, life: CaseLife, timeMs: RunMs, localClock: LocalClock): void {
    const { startEpochMs } = this.scenario;
    const { group, openedMs, waitCause: cause, waits, waitSinceMs: fromMs, waitTier: tier } = life;
    const all = cause === NONE ? waits : [...waits, { cause, tier, fromMs, toMs: timeMs }];
    cell.tookMs += timeMs - openedMs;
    cell.addWaits(all);
    for (const one of all) add(cell.waitedMsOfTier, one.tier - 1, one.toMs - one.fromMs);
    if (group !== NONE) add(cell.answeredBy, group, 1);
    cell.spreadWait(
      all.flatMap((one) => hoursBetween(startEpochMs + one.fromMs, startEpochMs + one.toMs, localClock)),
    );
  }

  private leave(life: CaseLife, state: CaseStateIndex, sinceMs: RunMs, timeMs: RunMs): void {
    if (state === AWAITING_CUSTOMER) this.goOn(life, 'customer', sinceMs, timeMs);
    else if (state === AWAITING_VENDOR) this.goOn(life, 'vendor', sinceMs, timeMs);
  }

  private goOn(life: CaseLife, party: PausingParty, sinceMs: RunMs, timeMs: RunMs): void {
    const clock = this.clockOf(life, sinceMs);
    this.targets.goOn(clock, party, timeMs);
    this.stoodMs.set(life, clock.stoodMs);
  }

  private clockOf(life: CaseLife, standsSinceMs: RunMs): ClockedCase {
    const { openedMs, severity, stream } = life;
    return { stream, severity, openedMs, standsSinceMs, stoodMs: this.stoodMs.get(life) ?? null };
  }
}
