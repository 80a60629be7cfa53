import { assert, assertEqual, DAY_MS, HOUR_MS, sumOf } from '#base';
import { intersectWindows, type Scenario, type Window } from '#domain';
import type { Evaluation, Plan, Requirement } from '../staffing/staffing-evaluation.ts';
import type { ProgrammeRow } from './programme.ts';
import type { RosterProblem } from './roster-rows.ts';
import { type Choice, rosterPlan, withRoster } from './roster-scenario.ts';

/** At most this many extra agents are simulated for a cut. */
const PROBES_MOST = 12;
const BLOCKS_MOST = 6;

/** A part of each day in which one agent more of a group was simulated. */
interface Block {
  readonly group: number;
  readonly windows: readonly Window[];
}

/**
 * Rows for requirements that a roster misses, by simulated differences: what one agent more of a group, in one part of each day, would add
 * to the measure. The row asks for enough more agents that the sum reaches the bound. M. T. Cezik, P. L'Ecuyer, "Staffing multiskill call
 * centers via linear programming and simulation", Management Science 54 (2008).
 *
 * Such a row may exclude rosters that would do, where service is not concave in the number of agents. It leads to a good roster, and proves
 * nothing. No rows if no agent more helps.
 */
export async function simulationCuts(
  problem: RosterProblem,
  evaluation: Evaluation,
  choice: Choice,
): Promise<readonly ProgrammeRow[]> {
  const plan = rosterPlan(problem, choice);
  const failing = await evaluation.failingIn(plan);
  const isChecked = failing.length === 0;
  const missed = isChecked ? await evaluation.unmetIn(plan) : failing;
  const blocks = blocksOf(problem.scenario);
  const values = await evaluation.valuesOf(plan, 'search');
  const gains = new Map<Requirement, number[]>(missed.map((one) => [one, []]));
  for (const [b, block] of blocks.entries()) {
    const more = await evaluation.valuesOf(withExtra(problem, choice, block, b), 'search');
    if (evaluation.isEnded) return [];
    for (const one of missed) {
      const [now, then] = [
        evaluation.estimateOf(values, one.measure),
        evaluation.estimateOf(more, one.measure),
      ];
      const gain = (then?.mean ?? 0) - (now?.mean ?? 0);
      gains.get(one)?.push(Math.max(0, one.measure.better === 'more' ? gain : -gain));
    }
  }
  const rows: ProgrammeRow[] = [];
  for (const one of missed) {
    const gap = await gapOf(evaluation, plan, one, isChecked);
    const row = cutFor(problem, choice, { gap, blocks, gains: gains.get(one) ?? [] });
    if (row !== null) rows.push(row);
  }
  return rows;
}

async function gapOf(
  evaluation: Evaluation,
  plan: Plan,
  one: Requirement,
  isChecked: boolean,
): Promise<number> {
  const purpose = isChecked ? 'check' : 'search';
  const [values, today] = [await evaluation.valuesOf(plan, purpose), await evaluation.todayFor(purpose)];
  return evaluation.gapOf(one, values, today, isChecked ? 'end' : 'mean');
}

function cutFor(
  { candidates }: RosterProblem,
  choice: Choice,
  found: { readonly gap: number; readonly blocks: readonly Block[]; readonly gains: readonly number[] },
): ProgrammeRow | null {
  const { blocks, gains, gap } = found;
  if (!Number.isFinite(gap)) return null;
  const factors = candidates.map(({ duty, group }) =>
    blocks.reduce((sum, block, b) => {
      if (block.group !== group) return sum;
      return (
        sum + ((gains[b] ?? 0) * lengthOf(intersectWindows(duty, block.windows))) / lengthOf(block.windows)
      );
    }, 0),
  );
  const most = Math.max(...gains);
  assert(
    factors.every((factor) => factor >= 0 && factor <= most * (blocks.length + 1)),
    'a tour gains more than an agent can',
  );
  const scale = Math.max(...factors, 0);
  if (scale <= 0) return null;
  const now = factors.reduce((sum, factor, c) => sum + factor * (choice[c] ?? 0), 0);
  const terms = factors.flatMap((factor, c) => (factor > 0 ? [[c, factor / scale] as const] : []));
  const sum = sumOf(terms.map(([c, factor]) => factor * (choice[c] ?? 0)));
  const least = (now + gap) / scale;
  assert(
    Math.abs((least - sum) * scale - gap) <= 1e-6 * Math.max(1, now),
    'a cut asks for another number of agents',
  );
  return { terms, least, most: Number.POSITIVE_INFINITY };
}

/** Parts of the day, as long as the number of groups allows, while the centre is open. */
function blocksOf({ centres, groups, horizonMs }: Scenario): readonly Block[] {
  const own = groups.flatMap(({ roster }, group) => (roster === undefined ? [] : [group]));
  const count = Math.min(BLOCKS_MOST, Math.max(1, Math.floor(PROBES_MOST / Math.max(1, own.length))));
  const lengthMs = Math.ceil(24 / count) * HOUR_MS;
  const blocks = own.flatMap((group) =>
    Array.from({ length: count }, (_, b) => {
      const parts: Window[] = [];
      for (let day = 0; day < horizonMs; day += DAY_MS) {
        const fromMs = day + b * lengthMs;
        parts.push({ fromMs, toMs: Math.min(fromMs + lengthMs, day + DAY_MS, horizonMs) });
      }
      const open = centres[groups[group]?.centre ?? -1]?.open ?? [];
      const windows = intersectWindows(
        parts.filter(({ fromMs, toMs }) => toMs > fromMs),
        open,
      );
      return { group, windows };
    }).filter(({ windows }) => windows.length > 0),
  );
  for (const group of own) {
    const open = intersectWindows(centres[groups[group]?.centre ?? -1]?.open ?? [], [
      { fromMs: 0, toMs: horizonMs },
    ]);
    const lengths = blocks.map((block) => (block.group === group ? lengthOf(block.windows) : 0));
    assertEqual('open time in parts of the day', sumOf(lengths), lengthOf(open));
  }
  return blocks;
}

function withExtra(problem: RosterProblem, choice: Choice, { group, windows }: Block, b: number): Plan {
  const plan = rosterPlan(problem, choice);
  const extra = { id: 'one-more', agents: 1, duty: windows };
  return {
    key: `${plan.key} + ${b}`,
    hours: plan.hours + lengthOf(windows) / HOUR_MS,
    scenario: () => {
      const scenario = withRoster(problem, choice);
      return {
        ...scenario,
        groups: scenario.groups.map((one, g) =>
          g === group ? { ...one, shifts: [...one.shifts, extra] } : one,
        ),
      };
    },
  };
}

function lengthOf(windows: readonly Window[]): number {
  assert(
    windows.every(({ fromMs, toMs }) => fromMs < toMs),
    'a window ends before it begins',
  );
  return windows.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}
