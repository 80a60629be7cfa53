import { type CaseEvent, type DataCentreIndex, type Evacuation, NONE, type Scenario } from '#domain';
import { relocation, reviewed } from '../residency/placing.ts';
import type { Epoch } from './epoch.ts';
import type { ExploredCase } from './explored-case.ts';
import type { ExploredPlaces } from './explored-places.ts';
import type { TimelineStep } from './timeline.ts';

/** Where evacuations and reviews move the copies of the explored case. */
export class ExploredRelocations {
  /** The event that moves them, with their new places. */
  readonly event: Extract<CaseEvent, { readonly type: 'RELOCATE' }> & {
    primary: DataCentreIndex;
    replica: DataCentreIndex;
  } = { type: 'RELOCATE', primary: NONE, replica: NONE };
  private readonly scenario: Scenario;
  private readonly record: ExploredCase;
  private readonly places: ExploredPlaces;
  private readonly now: { readonly epoch: Epoch };

  constructor(
    scenario: Scenario,
    record: ExploredCase,
    places: ExploredPlaces,
    now: { readonly epoch: Epoch },
  ) {
    this.scenario = scenario;
    this.record = record;
    this.places = places;
    this.now = now;
  }

  /** Whether the evacuation of a dated change moves the copies. Stores their new places in the event. */
  followsEvacuation({ evacuation }: Pick<TimelineStep, 'evacuation'>): boolean {
    return evacuation !== null && this.evacuates(this.scenario.evacuations[evacuation] as Evacuation);
  }

  /** Whether the review of a dated change moves the copies. Stores their new places in the event. */
  followsReview({ isReview }: Pick<TimelineStep, 'isReview'>): boolean {
    return isReview && this.isMovedByReview();
  }

  /** Copies that could not move when their data centre was evacuated, or at a review, move as soon as they can. Stores their places in the event. */
  isLate(): boolean {
    const { evacuated, hasReviews } = this.now.epoch;
    const { primary, replica } = this.record;
    const left = this.scenario.evacuations.some((evacuation) => {
      const { dataCentre } = evacuation;
      const isThere = primary === dataCentre || replica === dataCentre;
      return isThere && evacuated.has(dataCentre) && this.evacuates(evacuation);
    });
    return left || (hasReviews && this.isMovedByReview());
  }

  private evacuates(evacuation: Evacuation): boolean {
    const { policy } = this.now.epoch;
    return this.isNoted(relocation(policy, this.record.source.index, evacuation, this.record, this.places));
  }

  private isMovedByReview(): boolean {
    return this.isNoted(reviewed(this.now.epoch.policy, this.record.source.index, this.record, this.places));
  }

  private isNoted(moved: ReturnType<typeof relocation>): boolean {
    if (moved === null) return false;
    this.event.primary = moved.primary;
    this.event.replica = moved.replica;
    return true;
  }
}
