import { type GroupIndex, ITEM_CLASSES, type ItemClassSet, type PromiseIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { Rule } from './rule.ts';
import { isIn } from './zones.ts';

/** The person rule of promises: which item classes the agents of a group may see, by where they reside. */
export class Personnel extends Rule {
  /** promise × group → allowed item classes; −1 if not computed yet. */
  private readonly allowed: Int16Array;
  /** By promise: whether it has a person rule. */
  private readonly asks: readonly boolean[];

  constructor(tables: ScenarioTables) {
    super(tables);
    const { groups, promises } = tables.scenario;
    this.allowed = new Int16Array(promises.length * groups.length).fill(-1);
    this.asks = promises.map(({ zones }) => ITEM_CLASSES.some((name) => zones[name].personnel !== 'ANY'));
  }

  protected override forget(): void {
    this.allowed.fill(-1);
  }

  asksOf(promise: PromiseIndex): boolean {
    return this.asks[promise] === true;
  }

  /** Why agents of the group may not see the item classes; null if they may. */
  whyNot(promise: PromiseIndex, classes: ItemClassSet, group: GroupIndex): string | null {
    if (!this.asksOf(promise)) return null;
    const { groups, promises } = this.tables.scenario;
    const key = promise * groups.length + group;
    let allowed = this.allowed[key] as number;
    if (allowed === -1) {
      allowed = this.judge(promise, group);
      this.allowed[key] = allowed;
    }
    if ((classes & ~allowed) === 0) return null;
    const where = this.tables.residenceOf(group);
    return `promise ${promises[promise]?.id}, personnel: agents of ${groups[group]?.id} reside in ${where}`;
  }

  private judge(promise: PromiseIndex, group: GroupIndex): number {
    const zones = this.tables.scenario.promises[promise]?.zones;
    const country = this.tables.residenceOf(group);
    let allowed = 0;
    ITEM_CLASSES.forEach((name, i) => {
      if (zones !== undefined && isIn(zones[name].personnel, country, this.epochMs)) allowed |= 1 << i;
    });
    return allowed;
  }
}
