import type { Observer, Scenario } from '#domain';
import type { Recorder } from '../cases/recorder.ts';
import type { BreakGlass } from '../features/break-glass.ts';
import type { Workforce } from '../people/workforce.ts';
import type { DataEffects } from '../residency/data-effects.ts';
import type { Policy } from '../residency/policy.ts';
import type { Router } from '../routing/router.ts';
import type { World } from '../world/world.ts';

/**
 * Parts of a run that are replaced by faulty ones. A run takes each in place of its own, or wraps its own with it; it knows nothing of what
 * is wrong with them. Empty for a vendor who keeps to promise and law.
 */
export interface Faults {
  /** The scenario by which the vendor works, in place of the one by which it is judged. Dates must stay: what is dated has numbers. */
  readonly scenario?: (promised: Scenario) => Scenario;
  readonly policy?: (world: World) => Policy;
  readonly observer?: (observer: Observer) => Observer;
  readonly dataEffects?: (effects: DataEffects, recorder: Recorder) => DataEffects;
  readonly router?: (router: Router, workforce: Workforce) => Router;
  readonly breakGlass?: (breakGlass: BreakGlass) => BreakGlass;
  /** Whether a case joins a queue that costs it so much rather than the best one so far, which costs it `best`. */
  readonly isBetterQueue?: (cost: number, best: number) => boolean;
}
