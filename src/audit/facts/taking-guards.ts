import {
  type CaseKind,
  CHANNELS,
  type DurationMs,
  type GroupIndex,
  type RunMs,
  SEVERITIES,
  type TakingGuard,
  type TierNumber,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { type CaseView, QUEUED, SUBMITTED } from './case-state.ts';
import type { Moment } from './moment.ts';
import { NONE, type WorldView } from './world-state.ts';

/** The conditions under which groups take some kinds of cases, and whether they hold in the recorded world. */
export class TakingGuards {
  readonly areUsed: boolean;
  /** Queues that conditions compare. */
  readonly census: KindCensus;
  /** Groups that compare lines. */
  readonly comparing: readonly number[];
  /**
   * All waiting times (ms) after which a group may take some case, or a case is released from the queue of one place.
   */
  readonly waitsMs: readonly number[];
  private readonly byGroup: readonly (readonly TakingGuard[])[];
  private readonly tables: ScenarioTables;
  private readonly world: WorldView;
  private readonly moment: Moment;

  constructor(tables: ScenarioTables, world: WorldView, moment: Moment) {
    this.tables = tables;
    this.world = world;
    this.moment = moment;
    this.census = new KindCensus(tables);
    this.byGroup = tables.scenario.groups.map(({ takesOnlyWhile }) => takesOnlyWhile ?? []);
    this.areUsed = this.byGroup.some(({ length }) => length > 0);
    this.comparing = this.byGroup.flatMap((own, group) =>
      own.some(({ longerThan }) => longerThan !== undefined) ? group : [],
    );
    const released = tables.scenario.routing.commitment?.releaseAfterMs ?? [];
    this.waitsMs = [
      ...new Set(
        this.byGroup
          .flat()
          .flatMap(({ waitedMs }) => waitedMs ?? [])
          .concat(released),
      ),
    ];
  }

  /** Whether all conditions of the group for such a case hold while `idle` of its agents are free. */
  admit(group: GroupIndex, supportCase: CaseView, idle = this.world.idle[group] as number): boolean {
    for (const guard of this.byGroup[group] ?? []) {
      if (!isOfKind(this.tables, guard, supportCase)) continue;
      if (guard.idle !== null && idle < guard.idle) return false;
      if (guard.idleShare !== undefined && idle < guard.idleShare * (this.world.onDuty[group] as number))
        return false;
      if (guard.waitedMs !== undefined && this.waitedMs(supportCase) < guard.waitedMs) return false;
      if (!this.census.isLonger(guard, supportCase)) return false;
      if (guard.down !== null && this.world.isCentreUp(guard.down)) return false;
    }
    return true;
  }

  /** Whether a contact of the group may be interrupted for the case. The lengths of queues do not matter here. */
  admitInterruption(group: GroupIndex, supportCase: CaseView): boolean {
    const own = (this.byGroup[group] ?? []).filter((guard) => isOfKind(this.tables, guard, supportCase));
    return own.every(({ longerThan }) => longerThan === undefined) && this.admit(group, supportCase, 0);
  }

  /**
   * Time since the case joined its queue, ms. A raised severity before the first answer does not start a new wait.
   */
  private waitedMs({ rare: { waitsFromMs } }: CaseView): DurationMs {
    return waitsFromMs === NONE ? 0 : this.moment.timeMs - waitsFromMs;
  }

  /** Whether the group takes such a case under any conditions. */
  isFree(group: GroupIndex, supportCase: CaseView): boolean {
    return (this.byGroup[group] ?? []).every((guard) => !isOfKind(this.tables, guard, supportCase));
  }
}

/** Whether a case that has waited since `waitsFromMs` has been in one queue for as long as allowed. */
export function isReleased(releaseAfterMs: number | undefined, waitsFromMs: number, nowMs: RunMs): boolean {
  return releaseAfterMs !== undefined && nowMs - waitsFromMs >= releaseAfterMs;
}

/** The queue of one kind of case, as a group of that tier counts it. */
interface Line {
  readonly kind: CaseKind;
  readonly tier: TierNumber;
  readonly waiting: Set<number>;
}

/** Counts the queues that the conditions of groups compare, from the recorded states. */
export class KindCensus {
  /** Whether a queue has changed in this instant. */
  hasChanged = false;
  private readonly lines: Line[] = [];
  private readonly sides = new Map<TakingGuard, { readonly own: Line; readonly other: Line }>();
  private readonly tables: ScenarioTables;

  constructor(tables: ScenarioTables) {
    this.tables = tables;
    for (const { takesOnlyWhile, tier } of tables.scenario.groups) {
      for (const guard of takesOnlyWhile ?? []) {
        if (guard.longerThan === undefined) continue;
        const own = { kind: guard, tier, waiting: new Set<number>() };
        const other = { kind: guard.longerThan, tier, waiting: new Set<number>() };
        this.lines.push(own, other);
        this.sides.set(guard, { own, other });
      }
    }
  }

  get isUsed(): boolean {
    return this.lines.length > 0;
  }

  /** Records that the case, as now described, moves from one state to another. */
  moved(supportCase: CaseView, before: number, after: number): void {
    if (before !== QUEUED && after !== QUEUED) return;
    for (const { kind, tier, waiting } of this.lines) {
      const wasThere = waiting.delete(supportCase.number);
      const isThere =
        after === QUEUED && supportCase.tier === tier && isOfKind(this.tables, kind, supportCase);
      if (isThere) waiting.add(supportCase.number);
      if (wasThere || isThere) this.hasChanged = true;
    }
  }

  /** Call once the queues of this instant have been judged. */
  endOfInstant(): void {
    this.hasChanged = false;
  }

  /**
   * Whether the condition's queue is longer than the other, as the condition requires. A case for which this is asked
   * before it is accepted counts as waiting.
   */
  isLonger(guard: TakingGuard, supportCase: CaseView): boolean {
    const { longerThan } = guard;
    const sides = this.sides.get(guard);
    if (longerThan === undefined || sides === undefined) return true;
    const own = this.lengthWith(sides.own, supportCase);
    return own > longerThan.ratio * this.lengthWith(sides.other, supportCase) + longerThan.by;
  }

  private lengthWith({ kind, tier, waiting }: Line, supportCase: CaseView): number {
    const joins =
      supportCase.state === SUBMITTED &&
      supportCase.tier === tier &&
      isOfKind(this.tables, kind, supportCase);
    return waiting.size + Number(joins);
  }
}

/** Whether the case, as now described, matches every field of the kind. */
export function isOfKind(
  tables: ScenarioTables,
  kind: CaseKind,
  { product, severity, stream }: CaseView,
): boolean {
  const { segment } = tables.scenario.streams[stream] ?? {};
  const channel = CHANNELS[tables.stream(stream).channel];
  const name = SEVERITIES[severity];
  return (
    (kind.product === null || kind.product === product) &&
    (kind.segment === null || kind.segment === segment) &&
    (kind.severities === null || (name !== undefined && kind.severities.includes(name))) &&
    (kind.channels === null || (channel !== undefined && kind.channels.includes(channel)))
  );
}
