import type { RunMs, Scenario } from '#domain';
import { copyReviewInstants, graceEndInstants } from '../residency/copy-reviews.ts';
import { lawChangeInstants } from '../residency/law-changes.ts';

/**
 * One dated thing that happens. At one instant the law changes first, then data centres are emptied one by one, then copies are
 * reviewed: between them cases move as between any two. Where a grace runs out, or a legal hold begins or ends, nothing
 * happens by itself.
 */
export interface TimelineStep {
  readonly timeMs: RunMs;
  /** Running number of the change of law, or null. */
  readonly law: number | null;
  /** Index of the scenario's evacuation, or null. */
  readonly evacuation: number | null;
  /** Whether copies that may not stay move. */
  readonly isReview: boolean;
  /** Nothing else that is dated happens at this instant. */
  readonly endsInstant: boolean;
}

/** What is dated, in order. Epoch k of an exploration begins when k steps are behind. */
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
