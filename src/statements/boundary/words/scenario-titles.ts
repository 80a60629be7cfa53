import { shortList } from '#base';
import type { Scenario } from '#domain';

/** What a boundary statement calls customers, companies and places of a scenario. */
export class ScenarioTitles {
  readonly scenario: Scenario;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  /** Titles of segments, as the customers of these are called. */
  customers(segments: Iterable<number>): string {
    return shortList(
      [...new Set(segments)].sort((left, right) => left - right).map((s) => this.segment(s)),
      8,
    );
  }

  segment(index: number): string {
    const { id = '', title = '' } = this.scenario.segments[index] ?? {};
    return `“${title || id}”`;
  }

  entity(id: string): string {
    return this.scenario.entities.find((one) => one.id === id)?.title ?? 'an unknown company';
  }

  kind(id: string): string {
    return this.scenario.entities.find((one) => one.id === id)?.kind ?? 'unknown';
  }

  /** The title of a data centre or centre, by its index among all places. */
  place(index: number): string {
    const { centres, dataCentres } = this.scenario;
    const place = dataCentres[index] ?? centres[index - dataCentres.length];
    return place === undefined ? 'an unknown place' : place.title || place.id;
  }
}
