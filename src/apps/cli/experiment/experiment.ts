import type { Scenario } from '#domain';
import type { Measure } from '#experiment';

/** An experiment: scenarios and settings, under one seed. */
export interface Experiment {
  readonly kind: string;
  readonly seed: string;
  readonly scenarios: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly measures: readonly (readonly Measure[])[];
  /** True if all figures of the summaries are kept, too. */
  readonly isDetailed?: true;
}
