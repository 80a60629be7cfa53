import { type Branch, branchedSeed, type RunMs, type Scenario } from '#domain';
import { createSimulation, prepareEngine, type SpareParts } from '#engine';
import { createNullMeter } from '#statistics';
import type { RareEvent } from './event.ts';
import { type Importance, RareWatch } from './watch.ts';

/** A run, or the beginning of one, with the branches that lead to where it starts to differ. */
export interface PathStart {
  readonly seed: string;
  readonly replication: number;
  readonly branches: readonly Branch[];
}

/** What is sought, and how it is watched. */
export interface RareQuestion {
  readonly event: RareEvent;
  readonly importance: Importance;
  /** Nothing counts before, ms. */
  readonly fromMs: RunMs;
}

export interface Path {
  readonly start: PathStart;
  readonly watch: RareWatch;
  /** The events that were simulated, from the very beginning. */
  readonly notices: number;
}

/** Between two looks at whether the goal is reached. Few, because what comes later is work for nothing. */
const NOTICES_AT_ONCE = 16;

/** Makes one path until it reaches a level (Infinity: the event), and to the horizon if `until` is null. */
export function makePath(
  scenario: Scenario,
  { event, fromMs, importance }: RareQuestion,
  start: PathStart,
  until: number | null,
  spare: SpareParts,
): Path {
  const watch = new RareWatch(scenario, event, importance, fromMs);
  const { branches, replication, seed } = start;
  const run = createSimulation(scenario, {
    seed: branchedSeed(seed, branches),
    replication,
    observer: watch,
    meter: createNullMeter(),
    spare,
    ...prepareEngine('compiled'),
  });
  const isThere = () => until !== null && watch.timeOf(until) < Number.POSITIVE_INFINITY;
  const most = until === null ? undefined : NOTICES_AT_ONCE;
  let isOver = false;
  while (!isOver && !isThere()) isOver = run.advance(scenario.horizonMs, most);
  if (isOver) watch.finish(run.clock.nowMs);
  run.cases.leave();
  spare.lastRun = run;
  return { start, watch, notices: run.counts().notices };
}
