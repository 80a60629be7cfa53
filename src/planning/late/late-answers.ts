import { numbered } from '#base';
import { isOver } from '#cases';
import {
  ACT_NUMBERS,
  type ArrivalStream,
  type CaseNumber,
  type CentreIndex,
  concernsCases,
  type DurationMs,
  hourOfWeek,
  type LocalClock,
  localClockOf,
  type Opening,
  openingIn,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Severity,
  type StreamIndex,
  serviceLevelOf,
  TargetClock,
  type TargetMeasure,
  TRANSITION_EVENTS,
  targetKey,
  tellsProductsApart,
} from '#domain';
import type { EntryVisitor } from '#ledger';
import { LateBacklogs } from './late-backlogs.ts';
import { add, type LateCell, LateCells } from './late-cell.ts';
import { LateResolutions } from './late-resolutions.ts';
import { type Waiting, waits } from './waiting.ts';

const {
  assign: ASSIGN,
  centre: CENTRE,
  end: END,
  open: OPEN,
  severity: SEVERITY,
  transition: TRANSITION,
  wait: WAIT,
} = ACT_NUMBERS;
const { patience: PATIENCE } = numbered(TRANSITION_EVENTS);
/** Number of centres whose outages are distinguished: bits of a number. */
const CENTRES_MAX = 31;

/**
 * By service level and segment, `premier/phone/A` (`premier/phone/A/product:azure` where it is of some products), and by target and segment, `target soon/premier`: those of which any case was answered
 * or resolved too late, or never answered, or any day ended with too many unanswered cases.
 */
export type LateAnswers = ReadonlyMap<string, LateCell>;

/** What one service level or target wants of a case. */
interface Rule {
  readonly cell: LateCell;
  /** `answeredMs`: when it was; null where the customer gave up. */
  isLate(one: Waiting, answeredMs: number | null, waitMs: DurationMs): boolean;
}

/**
 * Finds late first answers from the entries of a ledger, shown in order: those after the acceptable wait, and those that never came because
 * the customer gave up. For these cases it counts the hours of the customers' week, the centres that were down, and the waiting causes. It
 * has others find late resolutions and backlogs where there are targets for them. Memory grows with the number of waiting cases and, with
 * targets of resolutions, of unresolved ones.
 */
export class LateAnswerFinder {
  private readonly scenario: Scenario;
  private readonly cells: LateCells;
  private readonly clocks: readonly LocalClock[];
  /** By stream and severity, those for all products. */
  private readonly rules: readonly (readonly (readonly Rule[])[])[];
  /** By stream, severity and product, those for one. Null if no service level names products. */
  private readonly productRules: readonly (readonly (readonly (readonly Rule[])[])[])[] | null;
  private readonly waiting = new Map<number, Waiting>();
  private readonly resolutions: LateResolutions | null;
  private readonly backlogs: LateBacklogs | null;
  private down = 0;
  /** Null if the run reached its horizon. */
  private endedMs: number | null = null;

  constructor(scenario: Scenario) {
    const { streams } = scenario;
    this.scenario = scenario;
    this.cells = new LateCells(scenario);
    this.clocks = streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    const { targets = [] } = scenario;
    const has = (of: TargetMeasure) => targets.some((target) => target.of === of);
    this.resolutions = has('resolution') ? new LateResolutions(scenario) : null;
    this.backlogs = has('backlog') ? new LateBacklogs(scenario, this.waiting) : null;
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

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    this.backlogs?.passTo(timeMs);
    this.resolutions?.visit(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    if (kind === OPEN) this.open(timeMs, openingIn({ aux, b, d }), caseNumber, a);
    else if (kind === CENTRE) this.setDown(a, aux === 0);
    else if (kind === END) this.endedMs = timeMs;
    else if (kind === TRANSITION) {
      // Most steps end no wait: nothing is looked up for them.
      if (aux === PATIENCE || isOver(b)) this.leave(timeMs, caseNumber, aux === PATIENCE);
    } else if (kind === WAIT || kind === ASSIGN || kind === SEVERITY) {
      const one = this.waiting.get(caseNumber);
      if (one === undefined) return;
      if (kind === WAIT) waits(one, timeMs, aux);
      else if (kind === SEVERITY) one.severity = aux;
      else {
        this.waiting.delete(caseNumber);
        for (const { answeredBy } of this.close(one, timeMs, timeMs, d)) add(answeredBy, a, 1);
      }
    }
  };

  /** The cells in which anything was late. Call it at the end of the ledger. */
  found(): LateAnswers {
    this.backlogs?.passTo(this.endedMs ?? this.scenario.horizonMs);
    const all = [...this.cells, ...(this.resolutions?.cells ?? []), ...(this.backlogs?.cells ?? [])];
    return new Map(all.filter(([, { lateCount }]) => lateCount > 0));
  }

  private open(timeMs: RunMs, opening: Opening, caseNumber: CaseNumber, stream: StreamIndex): void {
    const { product, severity } = opening;
    const { down } = this;
    const openedMs = timeMs;
    this.waiting.set(caseNumber, {
      stream,
      openedMs,
      waitedMs: null,
      severity,
      product,
      cause: -1,
      sinceMs: timeMs,
      down,
    });
  }

  private leave(timeMs: RunMs, caseNumber: CaseNumber, gaveUp: boolean): void {
    const one = this.waiting.get(caseNumber);
    if (one === undefined) return;
    this.waiting.delete(caseNumber);
    // Customers who leave at once have not waited for anybody.
    if (gaveUp && timeMs > one.openedMs) this.close(one, timeMs, null, 0);
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
    return [{ cell, isLate: (_one, answeredMs, waitMs) => answeredMs === null || waitMs > level.withinMs }];
  }

  private targetRules(clock: TargetClock, stream: ArrivalStream, severity: Severity): readonly Rule[] {
    const { id, of, withinMs = 0 } = clock.target;
    const isOfAnswers = of === 'answer' || of === 'abandonment';
    if (!isOfAnswers || !concernsCases(clock.target, stream, severity)) return [];
    const cell = this.cells.at(targetKey(id, this.scenario.segments[stream.segment]?.id ?? ''));
    const isTooLate = ({ openedMs }: Waiting, answeredMs: RunMs) =>
      of === 'answer' && clock.between(openedMs, answeredMs) > withinMs;
    return [{ cell, isLate: (one, answeredMs) => answeredMs === null || isTooLate(one, answeredMs) }];
  }

  /** The wait is over. Gives the cells by whose rules it was too long. */
  private close(
    one: Waiting,
    timeMs: RunMs,
    answeredMs: number | null,
    waitMs: DurationMs,
  ): readonly LateCell[] {
    const { openedMs, stream } = one;
    const rules = this.rulesOf(one);
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

  private rulesOf({ product, severity, stream }: Waiting): readonly Rule[] {
    const rules = this.rules[stream]?.[severity] ?? [];
    const own = this.productRules?.[stream]?.[severity]?.[product] ?? [];
    return own.length === 0 ? rules : [...own, ...rules];
  }

  /** From 0, Monday from midnight to one, to 167. */
  private hourAt(stream: StreamIndex, timeMs: RunMs): number {
    const clock = this.clocks[stream] as LocalClock;
    return hourOfWeek(this.scenario.startEpochMs + timeMs, clock);
  }

  private setDown(centre: CentreIndex, isDown: boolean): void {
    if (centre >= CENTRES_MAX) return;
    const bit = 1 << centre;
    this.down = isDown ? this.down | bit : this.down & ~bit;
    if (isDown) for (const one of this.waiting.values()) one.down |= bit;
  }
}
