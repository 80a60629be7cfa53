import type { CaseKind, TakingGuard, TierNumber } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { type CaseView, QUEUED, SUBMITTED } from './case-state.ts';

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
  private readonly isOfKind: (kind: CaseKind, supportCase: CaseView) => boolean;

  constructor(tables: ScenarioTables, isOfKind: (kind: CaseKind, supportCase: CaseView) => boolean) {
    this.isOfKind = isOfKind;
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
      const isThere = after === QUEUED && supportCase.tier === tier && this.isOfKind(kind, supportCase);
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
      supportCase.state === SUBMITTED && supportCase.tier === tier && this.isOfKind(kind, supportCase);
    return waiting.size + Number(joins);
  }
}
