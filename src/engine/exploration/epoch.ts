import { numbered } from '#base';
import { CASE_TIMERS, NONE, type RunMs, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Faults } from '../faults/faults.ts';
import type { Workforce } from '../people/workforce.ts';
import { copyReviewInstants, graceEndInstants, lawChangeInstants } from '../residency/law-changes.ts';
import { scheduleWithHolds } from '../residency/legal-holds.ts';
import { Policy } from '../residency/policy.ts';
import { RoutingClasses } from '../routing/routing-classes.ts';
import { Clock } from '../time/clock.ts';
import type { World } from '../world/world.ts';

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

/** The period between two dated changes: how the vendor decides during it. */
export interface Epoch {
  readonly policy: Policy;
  readonly classes: RoutingClasses;
  readonly evacuated: ReadonlySet<number>;
  /** Whether copies have been reviewed before. */
  readonly hasReviews: boolean;
  /** By stream: whether a case whose retention has ended is erased now, rather than at the end of a legal hold. */
  readonly erases: readonly boolean[];
}

/** The epoch that begins after the steps `behind`. */
export function epochAfter(
  behind: readonly TimelineStep[],
  world: World,
  { groups }: Workforce,
  faults: Faults,
): Epoch {
  const { scenario } = world;
  const lastLaw = behind.findLastIndex(({ law }) => law !== null);
  // A review consults the policy again, but routing classes are recomputed only when the law changes.
  const whenClassified = policyAfter(behind.slice(0, lastLaw + 1), world, faults);
  return {
    policy: policyAfter(behind, world, faults),
    classes: new RoutingClasses(world, groups, whenClassified),
    hasReviews: behind.some(({ isReview }) => isReview),
    evacuated: new Set(
      behind.flatMap(({ evacuation }) =>
        evacuation === null ? [] : [scenario.evacuations[evacuation]?.dataCentre ?? NONE],
      ),
    ),
    erases: erasesAt(scenario, behind.at(-1)?.timeMs ?? 0),
  };
}

/** The policy after the same instants as in a run: a faulty policy that lags behind the law depends on all of them. */
function policyAfter(behind: readonly TimelineStep[], world: World, faults: Faults): Policy {
  const { startEpochMs } = world.scenario;
  const policy = faults.policy?.(world) ?? new Policy(world);
  policy.setInstant(startEpochMs);
  for (const { isReview, law, timeMs } of behind) {
    if (law !== null || isReview) policy.setInstant(startEpochMs + timeMs);
  }
  return policy;
}

const { retention: RETENTION } = numbered(CASE_TIMERS);

/** Holds begin and end with epochs, so the first moment of an epoch is valid for all of it. */
function erasesAt(scenario: Scenario, timeMs: RunMs): readonly boolean[] {
  const clock = new Clock();
  clock.nowMs = timeMs;
  return scenario.streams.map((_, index) => {
    let delayedMs = 0;
    const schedule = scheduleWithHolds(scenario, clock, (_record, _timer, _epoch, delayMs) => {
      delayedMs = delayMs;
    });
    schedule({ source: { index } } as CaseRecord, RETENTION, 0, 0);
    return delayedMs === 0;
  });
}
