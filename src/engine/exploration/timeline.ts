import type { Scenario } from '#domain';
import { copyReviewInstants, graceEndInstants } from '../copy-reviews.ts';
import { lawChangeInstants } from '../law-changes.ts';

/**
 * An instant of the horizon at which something that is dated happens: law changes, then evacuations, then reviews. Nothing happens when
 * a grace runs out, but then it is seen whether all is gone that had to go.
 */
export interface TimelineStep {
  readonly timeMs: number;
  /** Running numbers of the changes of law. */
  readonly law: readonly number[];
  /** Indices of the scenario's evacuations. */
  readonly evacuations: readonly number[];
  /** Whether copies that may not stay move. */
  readonly isReview: boolean;
}

/** What is dated, in order. Epoch k of an exploration begins when k steps are behind. */
export function timelineOf(scenario: Scenario): readonly TimelineStep[] {
  const { evacuations, horizonMs } = scenario;
  const law = lawChangeInstants(scenario);
  const reviews = copyReviewInstants(scenario);
  const graces = graceEndInstants(scenario);
  const emptied = evacuations.map(({ atMs }) => Math.max(0, atMs));
  const instants = new Set([...law, ...reviews, ...graces, ...emptied]);
  return [...instants]
    .filter((timeMs) => timeMs < horizonMs)
    .sort((left, right) => left - right)
    .map((timeMs) => ({
      timeMs,
      law: law.flatMap((atMs, change) => (atMs === timeMs ? [change] : [])),
      evacuations: evacuations.flatMap(({ atMs }, index) => (Math.max(0, atMs) === timeMs ? [index] : [])),
      isReview: reviews.includes(timeMs),
    }));
}
