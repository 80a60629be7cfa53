import type { DurationMs, GroupIndex, RunMs, TakingGuard } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { isOfKind } from './case-kinds.ts';
import type { CaseView } from './case-state.ts';
import { KindCensus } from './kind-census.ts';
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
    this.census = new KindCensus(tables, (kind, supportCase) => isOfKind(tables, kind, supportCase));
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
  private waitedMs({ waitsFromMs }: CaseView): DurationMs {
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
