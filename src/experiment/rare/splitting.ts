import { openStream } from '#base';
import { type Branch, branchedSeed, type RunMs, type Scenario } from '#domain';
import { createSimulation, prepareEngine, SpareParts } from '#engine';
import { createNullMeter } from '#statistics';
import type { RareEvent } from './watch.ts';
import { type Importance, RareWatch } from './watch.ts';

/** A run, or the beginning of one, with the branches that lead to where it starts to differ. */
interface PathStart {
  readonly seed: string;
  readonly replication: number;
  readonly branches: readonly Branch[];
}

/** What is sought, and how it is watched. */
interface RareQuestion {
  readonly event: RareEvent;
  readonly importance: Importance;
  /** Nothing counts before, ms. */
  readonly fromMs: RunMs;
}

interface Path {
  readonly start: PathStart;
  readonly watch: RareWatch;
  /** The events that were simulated, from the very beginning. */
  readonly notices: number;
}

/** Between two looks at whether the goal is reached. Few, because what comes later is work for nothing. */
const NOTICES_AT_ONCE = 16;

/** Makes one path until it reaches a level (Infinity: the event), and to the horizon if `until` is null. */
function makePath(
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

/** Levels that the pilot has chosen, and what a run costs without splitting. */
export interface Pilot {
  /** Ascending. The event comes after the last. */
  readonly levels: readonly number[];
  /** The events of one run to its horizon, on average. */
  readonly fullNotices: number;
  readonly notices: number;
  /** Whether paths from the last level reached the event. */
  readonly isEventReached: boolean;
}

export interface SplittingPlan extends RareQuestion {
  readonly seed: string;
  readonly levels: readonly number[];
  /** Paths of each stage. */
  readonly paths: number;
}

/** One independent run of multilevel splitting. */
export interface SplittingRun {
  /** Unbiased: the probability of the event, or how often it happens in a run. */
  readonly estimate: number;
  /** Unbiased: the square of how often the event happens in a run; for a probability it equals `estimate`. */
  readonly square: number;
  /** The shares of paths that reached each level from the one before, up to the first that none reached; and at last the event. */
  readonly shares: readonly number[];
  readonly notices: number;
  readonly reached: {
    /** Paths that reached the event. */
    readonly paths: number;
    /** First paths from which these come. */
    readonly origins: number;
    /** Paths on which the event happened during an outage. */
    readonly inOutage: number;
  };
  readonly example: RareExample | null;
}

/** A path on which the event happens, from which it can be simulated again. */
export interface RareExample extends PathStart {
  readonly eventMs: number;
  readonly caseNumber: number;
}

/**
 * A level is chosen so that at least this share of paths reaches it, and of the next fewer. If all stages cost the same, the work for a given
 * precision is K² (1 − p) ÷ p with K = ln P ÷ ln p stages; it is least for p near 0.2, and within a tenth of that from 0.1 to 0.35.
 */
const SHARE = 0.12;
const LEVELS_MAX = 200;
/** A level that fewer paths of the pilot reach is none: levels do not lead to the event. */
const REACHED_MIN = 3;
const EVENT = Number.POSITIVE_INFINITY;

/** Chooses levels from paths of its own, so that they do not depend on the runs that give the estimate. */
export function chooseLevels(
  scenario: Scenario,
  plan: Omit<SplittingPlan, 'levels'>,
  spare = new SpareParts(),
): Pilot {
  const pilot = { ...plan, seed: `${plan.seed}/pilot` };
  const levels: number[] = [];
  let starts: readonly PathStart[] = firstStarts(pilot, 0);
  let notices = 0;
  let fullNotices = 0;
  for (let stage = 0; stage < LEVELS_MAX; stage++) {
    const isFirst = stage === 0;
    const paths = starts.map((start) => makePath(scenario, plan, start, isFirst ? null : EVENT, spare));
    const made = sumOfNotices(paths);
    notices += made;
    if (isFirst) fullNotices = made / paths.length;
    const level = nextLevel(paths, levels.at(-1) ?? 0);
    if (level === null) {
      const isEventReached = paths.some(({ watch }) => watch.eventMs < EVENT);
      return { levels, fullNotices, notices, isEventReached };
    }
    levels.push(level);
    starts = nextStarts(pilot, entriesAt(paths, level), stage + 1, 0);
  }
  return { levels, fullNotices, notices, isEventReached: false };
}

/** The highest level that enough paths reach; null if the event is near enough, or nothing higher is reached. */
function nextLevel(paths: readonly Path[], present: number): number | null {
  const shareOf = (level: number) =>
    paths.filter(({ watch }) => watch.timeOf(level) < EVENT).length / paths.length;
  const ofEvent = shareOf(EVENT);
  if (ofEvent >= SHARE) return null;
  const highest = Math.max(...paths.map(({ watch }) => watch.highest));
  let level = present + 1;
  while (level < highest && shareOf(level + 1) >= SHARE) level++;
  // A level that only the event reaches is none.
  const isLevel =
    level <= highest && shareOf(level) > ofEvent && shareOf(level) * paths.length >= REACHED_MIN;
  return isLevel ? level : null;
}

/** One run with fixed levels and fixed effort. `number`: of the run; its first paths are replications of its own. */
export function splitOnce(
  scenario: Scenario,
  plan: SplittingPlan,
  number: number,
  spare = new SpareParts(),
): SplittingRun {
  let starts = firstStarts(plan, number);
  let notices = 0;
  let weight = 1;
  const shares: number[] = [];
  for (const [stage, level] of plan.levels.entries()) {
    const paths = starts.map((start) => makePath(scenario, plan, start, level, spare));
    notices += sumOfNotices(paths);
    const entries = entriesAt(paths, level);
    const share = entries.length / paths.length;
    shares.push(share);
    weight *= share;
    if (entries.length === 0) return { ...NOTHING, shares, notices };
    starts = nextStarts(plan, entries, stage + 1, number);
  }
  const until = plan.event.isShare ? null : EVENT;
  const paths = starts.map((start) => makePath(scenario, plan, start, until, spare));
  const happened = paths.filter(({ watch }) => watch.eventMs < EVENT);
  const counts = happened.map(({ watch }) => (plan.event.isShare ? watch.events : 1));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / paths.length;
  return {
    estimate: weight * mean(counts),
    square: weight * mean(counts.map((count) => count * count)),
    shares: [...shares, happened.length / paths.length],
    notices: notices + sumOfNotices(paths),
    reached: {
      paths: happened.length,
      origins: new Set(happened.map(({ start }) => start.replication)).size,
      inOutage: happened.filter(({ watch }) => watch.wasOutage).length,
    },
    example: exampleOf(happened[0]),
  };
}

const NOTHING: SplittingRun = {
  estimate: 0,
  square: 0,
  shares: [],
  notices: 0,
  example: null,
  reached: { paths: 0, origins: 0, inOutage: 0 },
};

/** The branches after the event are left out: they change nothing before it. */
function exampleOf(path: Path | undefined): RareExample | null {
  if (path === undefined) return null;
  const { start, watch } = path;
  const branches = start.branches.filter(({ atMs }) => atMs < watch.eventMs);
  return { ...start, branches, eventMs: watch.eventMs, caseNumber: watch.eventCase };
}

function firstStarts(
  { paths, seed }: Pick<SplittingPlan, 'paths' | 'seed'>,
  number: number,
): readonly PathStart[] {
  return Array.from({ length: paths }, (_, k) => ({ seed, replication: number * paths + k, branches: [] }));
}

interface Entry extends PathStart {
  readonly atMs: number;
}

/** Paths that reached the level, and when. */
function entriesAt(paths: readonly Path[], level: number): readonly Entry[] {
  return paths.flatMap(({ start, watch }) => {
    const atMs = watch.timeOf(level);
    return atMs < EVENT ? [{ ...start, atMs }] : [];
  });
}

/** Each entry is gone on from equally often, up to one; which ones once more is drawn. */
function nextStarts(
  { paths, seed }: Pick<SplittingPlan, 'paths' | 'seed'>,
  entries: readonly Entry[],
  stage: number,
  number: number,
): readonly PathStart[] {
  const random = openStream(seed, number, `splitting/${stage}`);
  const order = [...entries];
  for (let k = order.length - 1; k > 0; k--) {
    const other = Math.floor(random.uniform() * (k + 1));
    [order[k], order[other]] = [order[other] as Entry, order[k] as Entry];
  }
  return Array.from({ length: paths }, (_, k) => {
    const { atMs, branches, replication, seed: own } = order[k % order.length] as Entry;
    return { seed: own, replication, branches: [...branches, { atMs, name: `${stage}.${k}` }] };
  });
}

const sumOfNotices = (paths: readonly Path[]) => paths.reduce((sum, { notices }) => sum + notices, 0);
