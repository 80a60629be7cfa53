import type { RunMs, Scenario } from '#domain';
import { copyReviewInstants, graceEndInstants } from '../residency/copy-reviews.ts';
import { lawChangeInstants } from '../residency/law-changes.ts';

/**
 * A dated change. At one instant the law changes first, then data centres are evacuated one by one, then copies are reviewed. Cases can
 * move between these steps as between any others. The end of a grace period, or the start or end of a legal hold, is a step in which
 * nothing else happens.
 */
export interface TimelineStep {
  readonly timeMs: RunMs;
  /** Number of the change of law, or null. */
  readonly law: number | null;
  /** Index of the scenario's evacuation, or null. */
  readonly evacuation: number | null;
  /** Whether copies are reviewed: those that may not stay move. */
  readonly isReview: boolean;
  /** Whether this is the last step of its instant. */
  readonly endsInstant: boolean;
}

/** All dated changes in order. Epoch k of an exploration begins after k steps. */
export function timelineOf(scenario: Scenario): readonly TimelineStep[] {
  const { evacuations, holds = [], horizonMs } = scenario;
  const law = lawChangeInstants(scenario);
  const reviews = copyReviewInstants(scenario);
  const emptied = evacuations.map(({ atMs }) => Math.max(0, atMs));
  const held = holds.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((timeMs) => timeMs > 0);
  const instants = new Set([...law, ...reviews, ...emptied, ...graceEndInstants(scenario), ...held]);
  return [...instants]
    .filter((timeMs) => timeMs < horizonMs)
    .sort((left, right) => left - right)
    .flatMap((timeMs) => {
      const change = law.indexOf(timeMs);
      const nothing = { law: null, evacuation: null, isReview: false };
      const steps = [
        ...(change === -1 ? [] : [{ ...nothing, law: change }]),
        ...emptied.flatMap((atMs, evacuation) => (atMs === timeMs ? [{ ...nothing, evacuation }] : [])),
        ...(reviews.includes(timeMs) ? [{ ...nothing, isReview: true }] : []),
      ];
      const all = steps.length === 0 ? [nothing] : steps;
      return all.map((step, i) => ({ timeMs, ...step, endsInstant: i === all.length - 1 }));
    });
}
