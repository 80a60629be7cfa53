import type { FeatureTallies, Scenario } from '#domain';
import type { FeatureRow, FeatureRows } from '../summary.ts';
import type { TimeWeightedLevels } from '../time-weighted-levels.ts';
import { IncidentCounts } from './incident-counts.ts';
import { SoftwareCounts } from './software-counts.ts';

/** What is counted of one thing that only scenarios with a feature have. */
interface FeatureCount {
  /** Those of its levels that last over time. */
  readonly levels?: TimeWeightedLevels;
  /** Starts again at `timeMs`. */
  forget(timeMs: number): void;
  /** The row of the summary; `measuredMs`: how long was measured. */
  row(measuredMs: number): object;
}

/** The counts of the features of a scenario, in the order of their lists there; undefined where it has no such list. */
export function featureCounts({ horizonMs, incidents, software }: Scenario) {
  return {
    software: software?.map((one) => new SoftwareCounts(one, horizonMs)),
    incidents: incidents?.map((one) => new IncidentCounts(one)),
  } satisfies { readonly [Name in keyof FeatureTallies]: readonly FeatureCount[] | undefined };
}
export type FeatureCounts = ReturnType<typeof featureCounts>;

export function allFeatureCounts(counts: FeatureCounts): readonly FeatureCount[] {
  return Object.values<readonly FeatureCount[] | undefined>(counts).flatMap((all) => all ?? []);
}

export function featureRows(counts: FeatureCounts, measuredMs: number): FeatureRows {
  const rows = Object.entries<readonly FeatureCount[] | undefined>(counts).flatMap(([name, all]) =>
    all === undefined ? [] : [[name, all.map((one) => one.row(measuredMs))] as const],
  );
  return Object.fromEntries(rows);
}

/**
 * Figures that may be below 0: cases that came back may have been contained before the measured time, and linking may take longer than a contact.
 * They stand here and not beside the forms of rows, which the library for browsers would then load with every run.
 */
export const SIGNED: ReadonlySet<string> = new Set<
  keyof FeatureRow<'software'> | keyof FeatureRow<'incidents'>
>(['net', 'netContainment', 'savedHours']);
