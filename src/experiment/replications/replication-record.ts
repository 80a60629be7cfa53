import type { Contribution } from '#statistics';
import type { FigureRows } from '../measures/figure-rows.ts';

/** What is kept of a replication: its contribution to every measure, by the measure's id. */
export interface ReplicationRecord {
  readonly scenario: number;
  readonly replication: number;
  readonly contributions: Readonly<Record<string, Contribution | null>>;
  /** True if its queue grew without bound. */
  readonly isUnstable: boolean;
  /** The controls of its summary (`JobSummary`), for `figures`. Contributions have their own. */
  readonly controls?: Readonly<Record<string, number>>;
  /** Histograms for quantiles, by the keys of durations. Left out if there are no quantiles among the measures. */
  readonly durations?: Readonly<Record<string, string>>;
  /** All figures of its summary in rows. Left out if the experiment does not need them. */
  readonly figures?: FigureRows;
  /** Hours left out at its beginning. Left out if the scenario has no warm-up. */
  readonly warmUpHours?: number;
}
