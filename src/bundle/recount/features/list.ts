import type { Scenario } from '#domain';
import type { CountedRun, FeatureCount } from './feature-count.ts';
import { countIncidents } from './incidents.ts';
import { countSoftware } from './software.ts';

/** The counts of the features that the scenario uses. */
export function featureCounts(scenario: Scenario, run: CountedRun): readonly FeatureCount[] {
  return [countSoftware(scenario, run), countIncidents(scenario)].filter((feature) => feature !== null);
}
