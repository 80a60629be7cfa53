import { DAY_MS, HOUR_MS, MINUTE_MS } from '#base';
import type { Roster, Scenario, ShiftShape, Window } from '#domain';
import {
  createLocalExecutor,
  findRosters,
  type Goal,
  type RosterOptions,
  type RosterOutcome,
  readGoal,
} from '#experiment';
import { type BriefSummary, estimateMean, pseudoValues } from '#statistics';
import { createHighsSolver } from '../../../src/apps/cli/experiment/highs-solver.ts';
import { auditorsPermissions } from '../../../src/apps/shared/experiment/staff-search.ts';
import { startBriefReplication } from '../../../src/experiment/replications/brief-replication.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { sha256 } from '../../running.ts';

/** Rosters so small that all of them can be tried, and code of their own that tries them. Times of the centre are UTC. */

export interface SmallInstance {
  readonly name: string;
  readonly scenario: Scenario;
  readonly goal: Goal;
  readonly isCovered: boolean;
}

const REPLICATIONS = 2;
const CHECKED = 4;
const LEVEL = 0.9;
const SEED = 'small';

type Draw = (count: number) => number;

/** Park and Miller's generator: the instances are the same everywhere. */
function drawsOf(seed: number): Draw {
  let state = 1 + seed * 7919;
  return (count) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
}

export function smallInstance(seed: number): SmallInstance {
  const draw = drawsOf(seed);
  for (let n = 0; n < 5; n++) draw(2);
  const groupCount = 1 + (seed % 3);
  const isWeek = seed % 4 === 3;
  const horizonMs = isWeek ? 7 * DAY_MS : DAY_MS;
  const isPaid = draw(3) > 0;
  const groups = Array.from({ length: groupCount }, (_, g) => {
    const least = draw(4) === 0 ? 1 : 0;
    const roster: Roster = {
      least,
      most: groupCount === 1 ? 3 : groupCount === 2 ? 2 : 1,
      shapes: Array.from({ length: groupCount === 3 ? 1 : 1 + draw(2) }, (_unused, s) =>
        shapeOf(draw, `shape-${s}`, isWeek),
      ),
    };
    const only = groupOf(g, draw, horizonMs);
    return { ...only, roster, ...(isPaid ? { wage: { perHour: 20 + 5 * g, overtimeFactor: 1 } } : {}) };
  });
  const perHour = isWeek ? 0.5 + 0.25 * draw(3) : 2 + draw(3);
  const base = tinyScenario();
  const [stream] = base.streams;
  if (stream === undefined) throw new Error('there is a stream');
  const scenario = tinyScenario({
    horizonMs,
    groups,
    ...(isPaid ? { currency: 'EUR' } : {}),
    centres: base.centres.map((centre) => ({ ...centre, open: [{ fromMs: 0, toMs: horizonMs }] })),
    streams: [
      {
        ...stream,
        languageShares: [1, 0],
        rate: {
          fromMs: [0, 6 * HOUR_MS, 20 * HOUR_MS],
          perMs: [0, perHour / HOUR_MS, isWeek ? perHour / HOUR_MS : 0],
        },
      },
    ],
    serviceLevels: [{ channel: 'phone', severity: 'C', withinMs: 10 * MINUTE_MS, target: 0.8 }],
    work: {
      ...base.work,
      handle: base.work.handle.map((row) => ({
        ...row,
        phone: row.phone.map(() => ({ kind: 'fixed' as const, value: (10 + 5 * draw(3)) * MINUTE_MS })),
      })),
      escalation: [
        [0, 0],
        [0, 0],
      ],
    },
  });
  const wanted = [8, 15, 24, 32][draw(4)] ?? 24;
  const goal = readGoal(`service level>=${isWeek ? wanted / 2 : wanted}%`, scenario.segments);
  if (!goal.ok) throw new Error(goal.problem.message);
  return { name: `${seed}`, scenario, goal: goal.value, isCovered: draw(3) === 0 };
}

function shapeOf(draw: Draw, id: string, isWeek: boolean): ShiftShape {
  const lengthMinutes = 60 * (4 + 2 * draw(3));
  const startMinutes = isWeek ? [480] : [360 + 60 * draw(3), 600 + 60 * draw(4)];
  const pause = { lengthMinutes: 30, fromMinute: 120, toMinute: 150, everyMinutes: 30 };
  return {
    id,
    startMinutes,
    lengthsMinutes: [lengthMinutes],
    breaks: draw(2) === 0 ? [] : [pause],
    days: isWeek ? [0, 1, 2, 3, 4, 5] : [0, 1, 2, 3, 4, 5, 6],
    daysPerWeek: isWeek ? 5 : 7,
    pattern: draw(2) === 0 ? ('any' as const) : ('consecutive' as const),
    least: 0,
    most: draw(3) === 0 ? 1 : null,
    wageFactor: draw(2) === 0 ? 1 : 1.25,
    perShift: draw(2) === 0 ? 0 : 15,
  };
}

/** First line in Dublin; the second group is slower, the third answers one product only. */
function groupOf(g: number, draw: Draw, horizonMs: number): Scenario['groups'][number] {
  const fromMs = (8 + draw(3)) * HOUR_MS;
  const days = Math.ceil(horizonMs / DAY_MS);
  return {
    id: `dublin-desk/group-${g}`,
    centre: 0,
    tier: 1,
    languages: [0, 1],
    channels: ['phone', 'e-mail', 'web'],
    speed: g === 1 ? [0.8, 0.8] : g === 2 ? [1, 0] : [1, 1],
    shifts: [
      {
        id: 'today',
        agents: g === 0 ? 1 : 0,
        duty: Array.from({ length: days }, (_, day) => ({
          fromMs: day * DAY_MS + fromMs,
          toMs: day * DAY_MS + fromMs + 2 * HOUR_MS,
        })),
      },
    ],
  };
}

const solver = createHighsSolver();

/** What the search finds with the same simulations. The proof may take as many rosters as it needs. */
export async function findSmall(
  { goal, isCovered, scenario }: SmallInstance,
  changes: Partial<RosterOptions> = {},
): Promise<RosterOutcome> {
  const [outcome] = await findRosters(scenario, [[goal]], {
    replications: REPLICATIONS,
    checked: CHECKED,
    level: LEVEL,
    seed: SEED,
    solver,
    guards: isCovered ? ['cover'] : [],
    permissions: auditorsPermissions(scenario),
    executor: createLocalExecutor(sha256),
    proofMost: 5000,
    watch: () => true,
    ...changes,
  });
  if (outcome === undefined) throw new Error('there is one list of goals');
  return outcome;
}

/** A tour as brute force knows it. */
interface PlainTour {
  readonly group: number;
  readonly shape: number;
  readonly duty: readonly Window[];
  readonly cost: number;
}

export interface BruteForce {
  /** Null if no roster holds. */
  readonly cost: number | null;
  readonly tried: number;
}

/** The least cost over all combinations of tours, each simulated. */
export async function bruteForce({ goal, isCovered, scenario }: SmallInstance): Promise<BruteForce> {
  const tours = plainTours(scenario);
  let best: number | null = null;
  let tried = 0;
  for (const counts of combinations(tours, scenario)) {
    const cost = tours.reduce((sum, tour, t) => sum + tour.cost * (counts[t] ?? 0), 0);
    if (best !== null && cost >= best - 1e-9) continue;
    if (isCovered && !covers(scenario, tours, counts)) continue;
    tried++;
    if (holds(withTours(scenario, tours, counts), goal)) best = cost;
  }
  return { cost: best, tried };
}

function plainTours({ currency, groups, horizonMs }: Scenario): readonly PlainTour[] {
  return groups.flatMap(({ roster, wage }, group) => {
    const found = new Map<string, PlainTour>();
    roster?.shapes.forEach((shape, s) => {
      for (const length of shape.lengthsMinutes) {
        for (const start of shape.startMinutes) {
          for (const days of subsets(shape)) {
            const duty = dutyOf({ days, length, start }, shape, horizonMs);
            const hours =
              duty.reduce((sum, { fromMs, toMs }) => sum + Math.min(toMs, horizonMs) - fromMs, 0) / HOUR_MS;
            const shifts = days.filter((day) => day * DAY_MS + start * MINUTE_MS < horizonMs).length;
            const paid = hours * (wage?.perHour ?? 0) * shape.wageFactor + shifts * shape.perShift;
            const cost = currency === undefined ? hours : paid;
            const tour = { group, shape: s, duty, cost };
            if (hours > 0) found.set(JSON.stringify(tour), tour);
          }
        }
      }
    });
    return [...found.values()];
  });
}

/** All sets of days of the right size, of which a consecutive one has no gap but at the other days of the week. */
function subsets({ days, daysPerWeek, pattern }: ShiftShape): readonly (readonly number[])[] {
  const all: number[][] = [];
  for (let bits = 0; bits < 128; bits++) {
    const set = [0, 1, 2, 3, 4, 5, 6].filter((day) => (bits >> day) & 1);
    if (set.length !== daysPerWeek || set.some((day) => !days.includes(day))) continue;
    const breaks = set.filter((day) => !set.includes((day + 1) % 7)).length;
    if (pattern === 'any' || breaks <= 1) all.push(set);
  }
  return all;
}

/** These shapes end on the day on which they start, and have their break at one place. */
function dutyOf(
  {
    days,
    length,
    start,
  }: { readonly days: readonly number[]; readonly length: number; readonly start: number },
  { breaks }: ShiftShape,
  horizonMs: number,
): readonly Window[] {
  const [pause] = breaks;
  return days.flatMap((day) => {
    const at = (minute: number) => day * DAY_MS + (start + minute) * MINUTE_MS;
    const pieces =
      pause === undefined
        ? [[0, length] as const]
        : ([
            [0, pause.fromMinute],
            [pause.toMinute, length],
          ] as const);
    return pieces
      .map(([from, to]) => ({ fromMs: at(from), toMs: at(to) }))
      .filter(({ fromMs, toMs }) => fromMs < horizonMs && toMs > fromMs);
  });
}

function* combinations(tours: readonly PlainTour[], { groups }: Scenario): Generator<readonly number[]> {
  const most = tours.map(({ group, shape }) => {
    const roster = groups[group]?.roster;
    return Math.min(roster?.most ?? 0, roster?.shapes[shape]?.most ?? Number.POSITIVE_INFINITY);
  });
  const counts = tours.map(() => 0);
  for (;;) {
    if (isWithinLimits(counts, tours, groups)) yield [...counts];
    let t = 0;
    while (t < counts.length && counts[t] === most[t]) counts[t++] = 0;
    if (t === counts.length) return;
    counts[t] = (counts[t] ?? 0) + 1;
  }
}

function isWithinLimits(
  counts: readonly number[],
  tours: readonly PlainTour[],
  groups: Scenario['groups'],
): boolean {
  return groups.every(({ roster }, g) => {
    const agents = (ofShape: number | null) =>
      counts.reduce((sum, count, t) => {
        const tour = tours[t];
        return tour?.group === g && (ofShape === null || tour.shape === ofShape) ? sum + count : sum;
      }, 0);
    if (roster === undefined) return true;
    const all = agents(null);
    return (
      all >= roster.least &&
      all <= roster.most &&
      roster.shapes.every(
        ({ least, most }, s) => agents(s) >= least && agents(s) <= (most ?? Number.POSITIVE_INFINITY),
      )
    );
  });
}

/**
 * Whether someone who knows SQL is on duty in each minute in which someone does today, and the same for Azure. Only first line is needed
 * here, and all groups may work for all customers by phone in English.
 */
function covers(scenario: Scenario, tours: readonly PlainTour[], counts: readonly number[]): boolean {
  const isOn = (duty: readonly Window[], at: number) =>
    duty.some(({ fromMs, toMs }) => fromMs <= at && at < toMs);
  for (const product of [0, 1]) {
    const able = scenario.groups.flatMap(({ speed }, g) => ((speed[product] ?? 0) > 0 ? [g] : []));
    for (let at = 0; at < scenario.horizonMs; at += 5 * MINUTE_MS) {
      const today = able.some((g) =>
        scenario.groups[g]?.shifts.some(({ agents, duty }) => agents > 0 && isOn(duty, at)),
      );
      const then = tours.some(
        ({ duty, group }, t) => able.includes(group) && (counts[t] ?? 0) > 0 && isOn(duty, at),
      );
      if (today === true && !then) return false;
    }
  }
  return true;
}

function withTours(scenario: Scenario, tours: readonly PlainTour[], counts: readonly number[]): Scenario {
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => ({
      ...group,
      shifts: tours.flatMap(({ duty, group: own }, t) => {
        const agents = counts[t] ?? 0;
        return own === g && agents > 0 ? [{ id: `tour-${t}`, agents, duty }] : [];
      }),
    })),
  };
}

/** By the mean in the first runs, and with confidence in the second. */
function holds(scenario: Scenario, { measure, value }: Goal): boolean {
  const estimate = (purpose: string, count: number) => {
    const parts = Array.from({ length: count }, (_, replication) =>
      measure.contribution(run(scenario, `${SEED}/${purpose}`, replication)),
    ).filter((part) => part !== null);
    const values = parts.length === 0 ? null : pseudoValues(parts);
    return values === null ? null : estimateMean(values, LEVEL);
  };
  const first = estimate('search', REPLICATIONS);
  if (first === null || first.mean < value) return false;
  const second = estimate('check', CHECKED);
  return second !== null && second.mean - second.halfWidth >= value;
}

function run(scenario: Scenario, seed: string, replication: number): BriefSummary {
  const options = { seed, replication, engine: 'compiled', digest: sha256 } as const;
  const started = startBriefReplication(scenario, options, {});
  while (!started.advance(scenario.horizonMs));
  return started.finish();
}
