import type { ActNumber, ActNumbers, CaseContext, CaseEvent, DataCentreIndex, GroupIndex } from '#domain';
import type { CompiledLifecycle } from '../lifecycle/compiled-lifecycle.ts';
import type { DataEffects, DataParts } from '../residency/data-effects.ts';
import type { CopyPlaces } from '../residency/placing.ts';
import type { Policy } from '../residency/policy.ts';
import type { TimelineStep } from './epoch.ts';
import type { Situation } from './situation.ts';

/** The contents of an act, without its time and case. */
export type ExploredAct = ActNumbers & { readonly kind: ActNumber };

/** A possible answer, and the data centres whose state it depends on, in the order in which they were asked: whether each is up. */
export interface Answer<Value> {
  readonly value: Value;
  readonly decided: readonly (readonly [DataCentreIndex, boolean])[];
}

/**
 * The single decisions of which the moves of a case consist, for programs that explore them in their own way. Each question is asked in a
 * situation of which only the parts that its comment names matter.
 */
export interface CaseDecisions {
  readonly lifecycle: CompiledLifecycle;
  /**
   * The events of that name that are possible, null for none. Depends on epoch, stream, language, product, tier, stage, whether the case has
   * been answered, its group, and the places of its copies.
   */
  events(
    situation: Situation,
    name: CaseEvent['type'],
  ): readonly Answer<{ readonly event: CaseEvent; readonly isEmergency: boolean } | null>[];
  /** Where a dated change moves the copies; null if they stay. Depends on epoch, stream and the places of the copies. */
  moved(
    situation: Situation,
    change: Pick<TimelineStep, 'evacuation' | 'isReview'>,
  ): readonly Answer<CopyPlaces | null>[];
  /** Whether a change of the law takes the case from its group. Depends on epoch, stream and group. */
  mustLeave(situation: Situation): boolean;
  /** Groups that may be consulted. Depends on epoch, stream, product and tier. */
  consultable(situation: Situation): readonly GroupIndex[];
  /** Whether cases of the situation's stream are erased when their retention ends. Depends on epoch and stream. */
  erases(situation: Situation): boolean;
  /** All values that a number of the case may have. */
  values(situation: Situation, read: (context: CaseContext) => number): readonly number[];
  /** Which basis the vendor relies on, and which consent. */
  policy(epoch: number): Pick<Policy, 'basis' | 'exception'>;
  /** What is recorded of an act. */
  recorded(act: ExploredAct): readonly ExploredAct[];
  /** The effects on data, in a world of the caller's. */
  dataEffects(parts: DataParts, relocation: () => CopyPlaces): DataEffects;
}
