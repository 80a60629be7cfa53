import { sumOf } from '#base';
import type { CaseLife, CaseListener, CaseLives } from '#cases';
import {
  type ArrivalStream,
  type CentreIndex,
  concernsCases,
  type DurationMs,
  hourOfWeek,
  type LocalClock,
  localClockOf,
  NONE,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  type StreamIndex,
  serviceLevelOf,
  TargetClock,
  type TargetMeasure,
  targetKey,
  tellsProductsApart,
  WAITING_CAUSES,
  type WaitingCause,
} from '#domain';
import type { TargetVerdict } from '../targets/target-verdicts.ts';
import { LateBacklogs } from './late-backlogs.ts';
import { add, type LateCell, LateCells } from './late-cell.ts';
import { LateResolutions } from './late-resolutions.ts';

/**
 * By service level and segment, `premier/phone/A` (`premier/phone/A/product:azure` where it is of some products), and by target and segment, `target soon/premier`: those of which any case was answered
 * or resolved too late, or never answered, or any day ended with too many unanswered cases.
 */
export type LateAnswers = ReadonlyMap<string, LateCell>;

/** What one service level or target wants of a case. */
interface Rule {
  readonly cell: LateCell;
  /** `answeredMs`: when it was; null where the customer gave up. */
  isLate(life: CaseLife, answeredMs: number | null, waitMs: DurationMs): boolean;
}

/**
 * Finds late first answers: those after the acceptable wait, those that never came because the customer gave up, and those for which it was
 * too late already when the run ended. For these cases it counts the hours of the customers' week, the centres that were down, and the waiting
 * causes. It has others find late resolutions and backlogs where there are targets for them.
 */
export class LateAnswerFinder implements CaseListener {
  /** What has to hear of the cases. */
  readonly listeners: readonly CaseListener[];
  private readonly scenario: Scenario;
  private readonly cells: LateCells;
  private readonly clocks: readonly LocalClock[];
  /** By stream and severity, those for all products. */
  private readonly rules: readonly (readonly (readonly Rule[])[])[];
  /** By stream, severity and product, those for one. Null if no service level names products. */
  private readonly productRules: readonly (readonly (readonly (readonly Rule[])[])[])[] | null;
  private readonly resolutions: LateResolutions | null;
  private readonly backlogs: LateBacklogs | null;
  /** By centre: how many acts had happened when it last came up. Infinity while it is down, 0 if it never was. */
  private readonly downUntil: Float64Array;

  constructor(scenario: Scenario) {
    const { centres, streams } = scenario;
    this.scenario = scenario;
    this.cells = new LateCells(scenario);
    this.clocks = streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    const { targets = [] } = scenario;
    const has = (of: TargetMeasure) => targets.some((target) => target.of === of);
    this.resolutions = has('resolution') ? new LateResolutions(scenario) : null;
    this.backlogs = has('backlog') ? new LateBacklogs(scenario) : null;
    this.listeners = [this, this.resolutions, this.backlogs].filter((one) => one !== null);
    this.downUntil = new Float64Array(centres.length);
    const clocks = targets.map((target) => new TargetClock(target));
    this.rules = streams.map((stream) =>
      SEVERITIES.map((severity) => [
        ...this.levelRules(stream, severity, null),
        ...clocks.flatMap((clock) => this.targetRules(clock, stream, severity)),
      ]),
    );
    this.productRules = scenario.serviceLevels.every(({ products }) => products === undefined)
      ? null
      : streams.map((stream) =>
          SEVERITIES.map((severity) =>
            scenario.products.map((_, product) => this.levelRules(stream, severity, product)),
          ),
        );
  }

  taken(life: CaseLife, timeMs: RunMs, waitMs: DurationMs): void {
    if (life.contacts > 1) return;
    for (const { answeredBy } of this.close(life, timeMs, waitMs)) add(answeredBy, life.group, 1);
  }

  gaveUp(life: CaseLife, timeMs: RunMs): void {
    // Customers who leave at once have not waited for anybody.
    if (life.contacts === 0 && timeMs > life.openedMs) this.close(life, null, 0);
  }

  runEnds(endMs: RunMs, lives: CaseLives): void {
    for (const life of lives.open()) {
      if (!life.waitsForAnswer) continue;
      const { standsSinceMs, waitCause, waitSinceMs } = life;
      for (const { cell, isLate } of this.rulesOf(life)) {
        if (!isLate(life, endMs, endMs - standsSinceMs)) continue;
        this.count(cell, life, true);
        if (waitCause !== NONE) cell.addWait(waitCause, endMs - waitSinceMs);
      }
    }
  }

  centreTurns(centre: CentreIndex, isUp: boolean, { acts }: CaseLives): void {
    this.downUntil[centre] = isUp ? acts : Number.POSITIVE_INFINITY;
  }

  /** The cells in which anything was late. Call it at the end of the run. */
  found(): LateAnswers {
    const all = [...this.cells, ...(this.resolutions?.cells ?? []), ...(this.backlogs?.cells ?? [])];
    return new Map(all.filter(([, { lateCount }]) => lateCount > 0));
  }

  /** `product`: null for rules that all products share. */
  private levelRules(
    { channel, segment }: ArrivalStream,
    severity: Severity,
    product: ProductIndex | null,
  ): readonly Rule[] {
    const { products, segments } = this.scenario;
    const isApart = tellsProductsApart(this.scenario, segment, channel, severity);
    if (isApart !== (product !== null)) return [];
    const level = serviceLevelOf(this.scenario, segment, channel, severity, product ?? undefined);
    if (level === undefined) return [];
    const what = product === null ? '' : `/product:${products[product]?.id}`;
    const cell = this.cells.at(`${segments[segment]?.id}/${channel}/${severity}${what}`);
    return [{ cell, isLate: (_life, answeredMs, waitMs) => answeredMs === null || waitMs > level.withinMs }];
  }

  private targetRules(clock: TargetClock, stream: ArrivalStream, severity: Severity): readonly Rule[] {
    const { id, of, withinMs = 0 } = clock.target;
    const isOfAnswers = of === 'answer' || of === 'abandonment';
    if (!isOfAnswers || !concernsCases(clock.target, stream, severity)) return [];
    const cell = this.cells.at(targetKey(id, this.scenario.segments[stream.segment]?.id ?? ''));
    const isTooLate = ({ openedMs }: CaseLife, answeredMs: RunMs) =>
      of === 'answer' && clock.between(openedMs, answeredMs) > withinMs;
    return [{ cell, isLate: (life, answeredMs) => answeredMs === null || isTooLate(life, answeredMs) }];
  }

  /** The wait is over. Gives the cells by whose rules it was too long. */
  private close(life: CaseLife, answeredMs: RunMs | null, waitMs: DurationMs): readonly LateCell[] {
    return this.rulesOf(life).flatMap(({ cell, isLate }) => {
      const isTooLong = isLate(life, answeredMs, waitMs);
      this.count(cell, life, isTooLong);
      return isTooLong ? [cell] : [];
    });
  }

  private count(cell: LateCell, { actsBefore, openedMs, stream, waits }: CaseLife, isLate: boolean): void {
    cell.count(this.scenario.streams[stream]?.timeZone ?? 'UTC', this.hourAt(stream, openedMs), isLate);
    if (!isLate) return;
    cell.addWaits(waits);
    this.downUntil.forEach((until, centre) => add(cell.whileDown, centre, Number(until > actsBefore)));
  }

  private rulesOf({ declaredProduct, severity, stream }: CaseLife): readonly Rule[] {
    const rules = this.rules[stream]?.[severity] ?? [];
    const own = this.productRules?.[stream]?.[severity]?.[declaredProduct] ?? [];
    return own.length === 0 ? rules : [...own, ...rules];
  }

  /** From 0, Monday from midnight to one, to 167. */
  private hourAt(stream: StreamIndex, timeMs: RunMs): number {
    const clock = this.clocks[stream] as LocalClock;
    return hourOfWeek(this.scenario.startEpochMs + timeMs, clock);
  }
}

/** What is known of the late cases of a target, or of its late days; null where nothing was late. */
export function lateCellOf(target: TargetVerdict, late: LateAnswers | null): LateCell | null {
  return late?.get(lateKeyOfTarget(target)) ?? null;
}

/** Where it is found among late answers. */
export function lateKeyOfTarget({ id, measure }: TargetVerdict): string {
  return id === null ? measure.replace('service level/', '') : measure;
}

/** The cause for which the late ones waited longest, and its share of their time. */
export function mainCauseOf({ waitedMs }: LateCell): readonly [cause: WaitingCause, share: number] | null {
  const all = sumOf(waitedMs);
  if (all === 0) return null;
  const longest = waitedMs.indexOf(Math.max(...waitedMs));
  return [WAITING_CAUSES[longest] as WaitingCause, (waitedMs[longest] as number) / all];
}

/** A resolution that is late for less waiting than this is late for other reasons. */
const WAIT_LEAST = 1 / 4;

/** The share of their time in which late resolutions waited in a queue. Null for other targets, whose late cases do nothing but wait. */
export function waitShareOf({ tookMs, waitedMs }: LateCell): number | null {
  return tookMs === 0 ? null : sumOf(waitedMs) / tookMs;
}

/** Whether they would not have been late if they had waited less. */
export function isLateByWaiting(cell: LateCell): boolean {
  return (waitShareOf(cell) ?? 1) >= WAIT_LEAST;
}
