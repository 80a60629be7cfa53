import type { PlaceIndex, StreamIndex, ZoneId } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { Rule } from './rule.ts';
import { isIn } from './zones.ts';

/** One consent of a customer. */
interface ConsentFacts {
  readonly dimensions: readonly string[];
  readonly zone: ZoneId;
  readonly givenEpochMs: number;
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
}

/** Customers' consents to access or processing outside the promise. */
export class Consents extends Rule {
  private readonly ofStream: readonly (readonly ConsentFacts[])[];

  constructor(tables: ScenarioTables) {
    super(tables);
    const { segments, streams } = tables.scenario;
    this.ofStream = streams.map(({ segment }) => segments[segment]?.consents ?? []);
  }

  /** Whether some consent in force covers all these dimensions at the place. */
  cover(stream: StreamIndex, dimensions: readonly string[], place: PlaceIndex): boolean {
    return (this.ofStream[stream] ?? []).some(
      (_, index) => this.whyNot(stream, index, dimensions, place) === null,
    );
  }

  /** Why the consent of that number does not cover them now; null if it does. */
  whyNot(
    stream: StreamIndex,
    index: number,
    dimensions: readonly string[],
    place: PlaceIndex,
  ): string | null {
    const consent = this.ofStream[stream]?.[index];
    if (consent === undefined) return `there is no consent ${index}`;
    const { fromEpochMs, givenEpochMs, toEpochMs, zone } = consent;
    if (givenEpochMs > this.epochMs) return 'the consent has not been given yet';
    if (fromEpochMs > this.epochMs) return 'the consent has not begun yet';
    if (toEpochMs <= this.epochMs) return 'the consent has ended';
    const missing = dimensions.find((dimension) => !consent.dimensions.includes(dimension));
    if (missing !== undefined) return `the consent does not cover ${missing}`;
    const country = this.tables.countryOf(place);
    return isIn(zone, country, this.epochMs)
      ? null
      : `the consent is for ${zone}, which does not include ${country}`;
  }
}
