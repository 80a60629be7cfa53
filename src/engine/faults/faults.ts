import type { Observer, Scenario } from '#domain';
import type { Recorder } from '../cases/recorder.ts';
import type { BreakGlass } from '../features/break-glass.ts';
import type { Group } from '../people/agents.ts';
import type { Workforce } from '../people/workforce.ts';
import type { DataEffects } from '../residency/data-effects.ts';
import type { Policy } from '../residency/policy.ts';
import type { Router } from '../routing/router.ts';
import type { World } from '../world/world.ts';

/**
 * Faulty parts that replace or wrap parts of a run. The run does not know what is wrong with them. Empty for a vendor who keeps promises
 * and law.
 */
export interface Faults {
  /**
   * The scenario by which the vendor works, made from the one by which it is judged. It must have the same dated changes, because the
   * ledger numbers them.
   */
  readonly scenario?: (promised: Scenario) => Scenario;
  readonly policy?: (world: World) => Policy;
  readonly observer?: (observer: Observer) => Observer;
  readonly dataEffects?: (effects: DataEffects, recorder: Recorder) => DataEffects;
  readonly router?: (router: Router, workforce: Workforce) => Router;
  readonly breakGlass?: (breakGlass: BreakGlass) => BreakGlass;
  /** Whom a contact asks first, of the groups that may be consulted and have a free agent. */
  readonly askedFirst?: (able: readonly Group[]) => readonly Group[];
  /** Whether a case prefers a queue of this cost to the best one so far, of cost `best`. */
  readonly isBetterQueue?: (cost: number, best: number) => boolean;
}
