import { assert, CASES_LEAST, definite, formatTimeOfDay, sumOf } from '#base';
import { intersectWindows, mergeWindows, type Scenario, WEEK_HOURS, WEEKDAYS, type Window } from '#domain';
import { type Executor, type Measure, measureNamed, replicateOnce, wantedShares } from '#experiment';
import { groupTitleOf, servedShares, windowsIn, withNewShift } from '#planning';
import type { RequiredAgents, RequiredPage } from '#report';

export interface RequiredOptions {
  readonly replications: number;
  readonly seed: string;
  readonly executor: Executor;
  /** Called before each replication, with the number of staffings before. Returning false ends the search. */
  readonly watch: (tried: number) => boolean;
}

/** Service levels that are searched hour by hour: those with the most late cases. */
const LEVELS_MOST = 6;
const HOURS_MOST = 10;
/** The most agents that are added to an hour. */
const TRIED_MOST = 16;

/** A service level in an hour. */
interface Cell {
  readonly measure: Measure;
  readonly target: number;
  readonly hour: number;
  readonly group: number;
  /** The customers' time zone, or how many they have. */
  readonly timeZone: string;
  /** This hour on the clocks of all customers. */
  readonly windows: readonly Window[];
}
interface Share {
  readonly inTime: number;
  readonly judged: number;
}

/**
 * The ten worst hours of groups, by cases that are late beyond what the service level allows, and the agents that each requires by itself: all
 * other hours and groups stay as they are. Null if the search was ended, or if a replication failed.
 */
export async function requiredAgents(
  scenario: Scenario,
  options: RequiredOptions,
): Promise<RequiredPage | null> {
  const trials = new Trials(options);
  const { cells, fewer, levels } = await worstCells(scenario, trials);
  const found: RequiredAgents[] = [];
  for (const own of cells) {
    const required = await requiredIn(scenario, own, trials);
    if (required !== null) found.push(required);
  }
  return trials.isEnded
    ? null
    : { hours: found, levels, fewer, casesLeast: CASES_LEAST, addedMost: TRIED_MOST };
}

/**
 * The worst hours of groups, each with the service levels that it misses, the worst first; how many levels were looked at, and in how many hours with too few cases one is missed. These runs have
 * their own random numbers, so that the choice does not make an hour look worse than it is.
 */
async function worstCells(scenario: Scenario, trials: Trials) {
  const levels = wantedShares(scenario).filter(({ measure }) => measure.filter !== null);
  const all = await trials.sharesOf(
    scenario,
    levels.map(({ measure }) => measure),
    'choice',
  );
  const ranked = levels
    .map((level, l) => {
      const { inTime, judged } = definite(all[l], 'each level has a share');
      return { ...level, late: judged - inTime };
    })
    .filter((one) => one.late > 0)
    .sort((one, other) => other.late - one.late);
  const worstLevels = ranked.slice(0, LEVELS_MOST);
  const cells = worstLevels.flatMap((level) => cellsOf(scenario, level));
  const shares = await trials.sharesOf(
    scenario,
    cells.map(({ measure }) => measure),
    'choice',
  );
  const excess = ({ target }: Cell, { inTime, judged }: Share) => target * judged - inTime;
  const behind = cells
    .map((cell, c) => ({ cell, share: definite(shares[c], 'each cell has a share') }))
    .map(({ cell, share }) => ({ cell, judged: share.judged, excess: excess(cell, share) }))
    .filter((one) => one.excess > 0)
    .sort((one, other) => other.excess - one.excess);
  const missed = behind.filter(({ judged }) => judged >= CASES_LEAST);
  const few = behind.filter(({ judged }) => judged < CASES_LEAST).map(({ cell }) => cell.hour);
  const byHour = new Map<string, { readonly cells: Cell[]; excess: number }>();
  for (const { cell, excess: cases } of missed) {
    const key = JSON.stringify([cell.group, cell.windows]);
    const own = byHour.get(key) ?? { cells: [], excess: 0 };
    own.cells.push(cell);
    own.excess += cases;
    byHour.set(key, own);
  }
  const worst = [...byHour.values()].sort((one, other) => other.excess - one.excess);
  return {
    cells: worst.slice(0, HOURS_MOST).map(({ cells: own }) => own),
    fewer: new Set(few).size,
    levels: worstLevels.length,
  };
}

/** A service level in each hour of the week, with a group that may serve most of its cases. Empty if nobody may serve them. */
function cellsOf(
  scenario: Scenario,
  { measure, wanted }: ReturnType<typeof wantedShares>[number],
): readonly Cell[] {
  const { segments, streams } = scenario;
  const { channel, segment = '' } = measure.filter ?? {};
  const own = streams.filter((one) => one.channel === channel && segments[one.segment]?.id === segment);
  const zones = [...new Set(own.map(({ timeZone }) => timeZone))];
  if (channel === undefined || zones.length === 0) return [];
  const timeZone = zones.length === 1 ? String(zones[0]) : `${zones.length} time zones`;
  const served = servedShares({ segment, channels: [channel] }, 1, scenario);
  return Array.from({ length: WEEK_HOURS }, (_, hour): readonly Cell[] => {
    const named = measureNamed(`${measure.id}@${hourText(hour)}`, segments, null, scenario);
    assert(named.ok, `${measure.id} is known by the hour`);
    const windows = mergeWindows(zones.flatMap((zone) => windowsIn(scenario, [hour], zone)));
    const group = groupFor(scenario, served, windows);
    return group === null ? [] : [{ measure: named.value, target: wanted, hour, group, timeZone, windows }];
  }).flat();
}

/** The group to which agents are added: one that may serve most of the cases, first with agents on duty then, next with the lowest wage. Null if none may. */
function groupFor(scenario: Scenario, served: readonly number[], windows: readonly Window[]): number | null {
  const most = Math.max(...served);
  if (most === 0 || windows.length === 0) return null;
  const wageOf = (g: number) => scenario.groups[g]?.wage?.perHour ?? 0;
  const able = served.flatMap((share, group) =>
    share < most ? [] : [{ group, isAway: onDutyIn(scenario, group, windows) === 0 }],
  );
  able.sort(
    (one, other) => Number(one.isAway) - Number(other.isAway) || wageOf(one.group) - wageOf(other.group),
  );
  return able[0]?.group ?? null;
}

/** Agents of the group on duty in these windows, on average. */
function onDutyIn({ groups }: Scenario, group: number, windows: readonly Window[]): number {
  const lengthOf = (all: readonly Window[]) => sumOf(all.map(({ fromMs, toMs }) => toMs - fromMs));
  const shifts = groups[group]?.shifts ?? [];
  const onDutyMs = sumOf(
    shifts.map(({ agents, duty }) => agents * lengthOf(intersectWindows(duty, windows))),
  );
  return onDutyMs / lengthOf(windows);
}

/** `mon 08:00-09:00`. */
function hourText(hour: number): string {
  const of = (n: number) => formatTimeOfDay(60 * n);
  return `${WEEKDAYS[Math.floor(hour / 24)]} ${of(hour % 24)}-${of((hour % 24) + 1)}`;
}

/** Doubles the added agents until all cells are met, then halves the interval. */
async function requiredIn(
  scenario: Scenario,
  cells: readonly Cell[],
  trials: Trials,
): Promise<RequiredAgents | null> {
  const { group, hour, measure, target, timeZone, windows } = definite(
    cells[0],
    'an hour has a service level',
  );
  const shareWith = new Map<number, number>();
  const isMet = async (added: number) => {
    const more = withNewShift(scenario, group, windows, added);
    const shares = await trials.sharesOf(
      more,
      cells.map((one) => one.measure),
    );
    const values = shares.map(({ inTime, judged }) => (judged === 0 ? 1 : inTime / judged));
    shareWith.set(added, values[0] ?? 1);
    return cells.every((one, c) => (values[c] ?? 1) >= one.target);
  };
  if (await isMet(0)) return null;
  let [low, high] = [0, 1];
  let isFound = await isMet(high);
  while (!isFound && high < TRIED_MOST && !trials.isEnded) {
    low = high;
    high *= 2;
    isFound = await isMet(high);
  }
  while (isFound && high - low > 1 && !trials.isEnded) {
    const middle = Math.floor((low + high) / 2);
    if (await isMet(middle)) high = middle;
    else low = middle;
  }
  if (trials.isEnded) return null;
  const scheduled = onDutyIn(scenario, group, windows);
  return {
    group: groupTitleOf(group, scenario),
    hour: hourText(hour),
    timeZone,
    scheduled,
    required: isFound ? scheduled + high : null,
    title: measure.title,
    target,
    today: shareWith.get(0) ?? 1,
    withThem: shareWith.get(high) ?? 1,
  };
}

/** Runs of staffings. Those of one purpose have the same random numbers. */
class Trials {
  isEnded = false;
  private tried = 0;
  private readonly options: RequiredOptions;

  constructor(options: RequiredOptions) {
    this.options = options;
  }

  /** By measure: the cases of all replications together. */
  async sharesOf(
    scenario: Scenario,
    measures: readonly Measure[],
    purpose: 'choice' | 'search' = 'search',
  ): Promise<readonly Share[]> {
    const { executor, replications, seed, watch } = this.options;
    const asked = { measures, replications, seed: `${seed}/${purpose}` };
    const watched = { isInterrupted: () => !watch(this.tried), done: () => {} };
    const records = this.isEnded ? null : await replicateOnce(scenario, asked, executor, watched);
    this.tried++;
    this.isEnded = records === null;
    return measures.map(({ id }) => {
      const seen = (records ?? []).map(({ contributions }) => contributions[id]);
      return {
        inTime: sumOf(seen.map((one) => one?.numerator ?? 0)),
        judged: sumOf(seen.map((one) => one?.denominator ?? 0)),
      };
    });
  }
}
