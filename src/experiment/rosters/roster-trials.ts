import { assert, sumOf } from '#base';
import type { TreeValue } from '#scenario';
import { type Evaluation, holdOf, type Requirement } from '../staffing/staffing-evaluation.ts';
import type { Hold, StaffingResult } from '../staffing/staffing-result.ts';
import { isKept, type Solver } from './programme.ts';
import type { LoadCurve } from './required-cover.ts';
import type { RosterProblem } from './roster-rows.ts';
import { type Choice, hoursOf, rosterOverride, rosterPlan } from './roster-scenario.ts';

/** What a search for rosters stands on. */
interface SearchedWith {
  readonly solver: Solver;
  /** Whether the checks of scenario files object to a change. Left out: they never do. */
  readonly objects?: ((override: TreeValue) => boolean) | undefined;
  readonly loads: LoadCurve;
}

/**
 * A search for rosters, and which of them hold: they keep to the limits, the checks of scenario files accept them, and runs meet goals and
 * guards.
 */
export class RosterTrials {
  readonly problem: RosterProblem;
  readonly evaluation: Evaluation;
  readonly solver: Solver;
  readonly loads: LoadCurve;
  /** Rosters that keep to the limits and do not hold, in the order in which they were tried. */
  readonly failed: Choice[] = [];
  private readonly objects: (override: TreeValue) => boolean;
  private readonly verdicts = new Map<string, boolean>();

  constructor(problem: RosterProblem, evaluation: Evaluation, { loads, objects, solver }: SearchedWith) {
    this.problem = problem;
    this.evaluation = evaluation;
    this.solver = solver;
    this.loads = loads;
    this.objects = objects ?? (() => false);
  }

  costOf(choice: Choice): number {
    return this.problem.candidates.reduce((sum, { cost }, c) => sum + cost * (choice[c] ?? 0), 0);
  }

  hoursOf(choice: Choice): number {
    return hoursOf(this.problem, choice);
  }

  /** Whether a roster keeps to the limits and the cover, before anything is simulated. */
  isAllowed(choice: Choice): boolean {
    return (
      this.problem.candidates.every(({ most }, c) => (choice[c] ?? 0) <= most) &&
      this.problem.rows.every((row) => isKept(row, choice))
    );
  }

  async holds(choice: Choice): Promise<boolean> {
    const key = choice.join(' ');
    const known = this.verdicts.get(key);
    if (known !== undefined) return known;
    if (!this.isAllowed(choice)) return false;
    assertWithinLimits(this.problem, choice);
    const isObjected = this.objects(rosterOverride(this.problem, choice));
    const isHeld = !isObjected && (await this.missedIn(choice)).length === 0;
    if (this.evaluation.isEnded) return false;
    this.verdicts.set(key, isHeld);
    if (!isHeld) this.failed.push(choice);
    return isHeld;
  }

  missedIn(choice: Choice): Promise<readonly Requirement[]> {
    return this.evaluation.missedIn(rosterPlan(this.problem, choice));
  }

  /** What one agent fewer would break, for each candidate that has agents. */
  async holdsOf(choice: Choice): Promise<StaffingResult['holds'][number]> {
    const holds: (readonly Hold[])[] = [];
    for (const [c, agents] of choice.entries()) {
      holds.push(agents === 0 ? [] : await this.brokenBy(withAgents(choice, c, agents - 1)));
    }
    return holds;
  }

  private async brokenBy(choice: Choice): Promise<readonly Hold[]> {
    const broken = this.problem.rows.filter((row) => !isKept(row, choice));
    if (broken.some(({ reason }) => reason.kind !== 'cover')) return ['contract'];
    if (broken.length > 0) return ['cover'];
    if (this.objects(rosterOverride(this.problem, choice))) return ['checks'];
    return [...new Set((await this.missedIn(choice)).map(holdOf))];
  }
}

/** Rows of the programme allow only what the limits of groups and shapes do. */
function assertWithinLimits({ candidates, scenario }: RosterProblem, choice: Choice): void {
  scenario.groups.forEach(({ id, roster }, g) => {
    if (roster === undefined) return;
    const agentsOf = (shape: number | null) =>
      sumOf(
        candidates.map(({ group, tour }, c) =>
          group === g && (shape === null || tour.shape === shape) ? (choice[c] ?? 0) : 0,
        ),
      );
    for (const [shape, { least, most }] of [[null, roster] as const, ...roster.shapes.entries()]) {
      const agents = agentsOf(shape);
      assert(agents >= least && (most === null || agents <= most), `${id} has ${agents} agents`);
    }
  });
}

export function withAgents(choice: Choice, candidate: number, agents: number): Choice {
  assert(Number.isInteger(agents) && agents >= 0, `a tour cannot have ${agents} agents`);
  return choice.map((had, c) => (c === candidate ? agents : had));
}
