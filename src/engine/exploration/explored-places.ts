import { type CaseEvent, type DataCentreIndex, type Evacuation, NONE, type Scenario } from '#domain';
import type { Recorder } from '../cases/recorder.ts';
import type { Workforce } from '../people/workforce.ts';
import { type CopyPlaces, relocation, reviewed } from '../residency/placing.ts';
import type { Choices } from './choices.ts';
import type { Epoch, TimelineStep } from './epoch.ts';
import type { ExploredCase } from './explored-case.ts';

/** The epoch of the step, and what records it. */
export interface Now {
  epoch: Epoch & { readonly recorder: Recorder };
}

/** The explored case, and the world around it. */
export interface Explored {
  readonly scenario: Scenario;
  readonly record: ExploredCase;
  readonly choices: Choices;
  readonly places: ExploredPlaces;
  readonly workforce: Workforce;
  readonly now: Now;
}

export type ExploredPlaces = ReturnType<typeof createExploredPlaces>;

/** Data centres in one step: each is up or down, which is chosen when the step first asks, and kept until its end. */
export function createExploredPlaces(choices: Choices, now: Now) {
  const decided = new Map<DataCentreIndex, boolean>();

  function isUp(dataCentre: DataCentreIndex): boolean {
    const known = decided.get(dataCentre);
    if (known !== undefined) return known;
    const up = choices.choose(2) === 0;
    decided.set(dataCentre, up);
    return up;
  }

  return {
    /** Data centres that this step has found to be up or down. */
    decided,
    isUp,
    isUsable: (dataCentre: DataCentreIndex) => !now.epoch.evacuated.has(dataCentre) && isUp(dataCentre),
    /** The data centre that the case is read from; NONE if all that hold a copy are down. */
    readable({ primary, replica }: CopyPlaces): DataCentreIndex {
      if (isUp(primary)) return primary;
      return replica !== NONE && isUp(replica) ? replica : NONE;
    },
    /** A new step begins. */
    forget() {
      if (decided.size > 0) decided.clear();
    },
    // Steps choose what is up, and epochs say what has been evacuated.
    setUp() {},
    evacuate() {},
  };
}

export type ExploredRelocations = ReturnType<typeof createExploredRelocations>;

/** Where evacuations and reviews move the copies of the explored case. Each question stores their new places in `event`. */
export function createExploredRelocations({ now, places, record, scenario }: Explored) {
  const event: Extract<CaseEvent, { readonly type: 'RELOCATE' }> = {
    type: 'RELOCATE',
    primary: NONE,
    replica: NONE,
  };

  function isMoved(moved: CopyPlaces | null): boolean {
    if (moved === null) return false;
    event.primary = moved.primary;
    event.replica = moved.replica;
    return true;
  }

  function evacuates(evacuation: Evacuation): boolean {
    return isMoved(relocation(now.epoch.policy, record.source.index, evacuation, record, places));
  }

  function isMovedByReview(): boolean {
    return isMoved(reviewed(now.epoch.policy, record.source.index, record, places));
  }

  return {
    /** The event that moves them. */
    event,
    followsEvacuation: ({ evacuation }: Pick<TimelineStep, 'evacuation'>) =>
      evacuation !== null && evacuates(scenario.evacuations[evacuation] as Evacuation),
    followsReview: ({ isReview }: Pick<TimelineStep, 'isReview'>) => isReview && isMovedByReview(),
    /** Copies that could not move when their data centre was evacuated, or at a review, move as soon as they can. */
    isLate() {
      const { evacuated, hasReviews } = now.epoch;
      const { primary, replica } = record;
      const left = scenario.evacuations.some((evacuation) => {
        const { dataCentre } = evacuation;
        const isThere = primary === dataCentre || replica === dataCentre;
        return isThere && evacuated.has(dataCentre) && evacuates(evacuation);
      });
      return left || (hasReviews && isMovedByReview());
    },
  };
}
