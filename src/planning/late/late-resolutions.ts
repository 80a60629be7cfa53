import { numbered } from '#base';
import type { CaseLife, CaseListener } from '#cases';
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
import { add, hoursBetween, LateCells } from './late-cell.ts';

const { 'open.awaitingCustomer': AWAITING_CUSTOMER, 'open.awaitingVendor': AWAITING_VENDOR } =
  numbered(CASE_STATES);

/**
 * Finds resolutions later than a target wants, and for which causes these cases waited until then. As in the summary, the first resolution of
 * a case counts, under the severity that the case has then.
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
    if (before === life.state || this.isConcerned[life.stream] !== true) return;
    if (before === AWAITING_CUSTOMER) this.goOn(life, 'customer', sinceMs, timeMs);
    else if (before === AWAITING_VENDOR) this.goOn(life, 'vendor', sinceMs, timeMs);
  }

  resolved(life: CaseLife, timeMs: RunMs): void {
    const { group, openedMs, stream, waits } = life;
    if (this.isConcerned[stream] !== true) return;
    const { segments, startEpochMs, streams } = this.scenario;
    const { timeZone } = streams[stream] as ArrivalStream;
    const localClock = this.localClocks[stream] as LocalClock;
    const hour = hourOfWeek(startEpochMs + openedMs, localClock);
    this.targets.judge(this.clockOf(life, timeMs), 'resolution', timeMs, ({ id }, _, segment, isMet) => {
      const cell = this.cells.at(targetKey(id, segments[segment]?.id ?? ''));
      cell.count(timeZone, hour, !isMet);
      if (isMet) return;
      cell.tookMs += timeMs - openedMs;
      cell.addWaits(waits);
      for (const { fromMs, tier, toMs } of waits) add(cell.waitedMsOfTier, tier - 1, toMs - fromMs);
      if (group !== NONE) add(cell.answeredBy, group, 1);
      cell.spreadWait(
        waits.flatMap(({ fromMs, toMs }) =>
          hoursBetween(startEpochMs + fromMs, startEpochMs + toMs, localClock),
        ),
      );
    });
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
