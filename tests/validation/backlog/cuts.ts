import { DAY_MS } from '#base';
import { CaseLives, openCasesAt } from '#cases';
import { ACT_NUMBERS, type Backlog, CASE_STATES, type Scenario } from '#domain';
import { createSimulation, prepareEngine, SpareParts } from '#engine';
import { type EntryVisitor, observerOf } from '#ledger';
import { createNullMeter } from '#statistics';
import { organisation } from './organisation.ts';

const { open: OPEN, transition: TRANSITION } = ACT_NUMBERS;
const RESOLVED = CASE_STATES.indexOf('resolved');
const OVER = ['resolved', 'closed', 'erased', 'refused'].map((state) =>
  CASE_STATES.findIndex((one) => one === state),
);

/** What is seen of a run from an instant on. Times are ms since that instant. */
export interface Course {
  /** Open cases at each of the instants that were asked for. */
  readonly open: readonly number[];
  /** By name of a case: when it was first resolved; Infinity for not in the run. */
  readonly resolved: ReadonlyMap<string, number>;
  /** Of the cases that were open at the instant: how long until each was resolved; Infinity for not in the run. */
  readonly openRemainingMs: readonly number[];
  /** Mean time from opening to resolution, of what was resolved; ms. */
  readonly cycleMs: number;
}

/** Watches a run, whose instants are counted from `fromMs`. */
class Watcher {
  private readonly isOpen = new Map<number, boolean>();
  private readonly openedMs = new Map<number, number>();
  private readonly resolvedMs = new Map<number, number>();
  private openNow = 0;
  /** Cases that are open at the instant. */
  private openThen: readonly number[] | null = null;
  private readonly open: number[] = [];
  private cycles = 0;
  private cycleSumMs = 0;
  private readonly atMs: readonly number[];
  private readonly fromMs: number;
  private readonly backlog: Backlog;

  constructor(atMs: readonly number[], fromMs: number, backlog: Backlog) {
    this.atMs = atMs;
    this.fromMs = fromMs;
    this.backlog = backlog;
  }

  act(timeMs: number, kind: number, caseNumber: number, after: number): void {
    this.passTo(timeMs);
    if (kind === OPEN) {
      const before = this.backlog[caseNumber];
      this.openedMs.set(caseNumber, before?.openedMs ?? timeMs);
      this.set(caseNumber, before?.state !== 'resolved');
    } else if (kind === TRANSITION) {
      if (!this.openedMs.has(caseNumber)) return;
      const was = this.isOpen.get(caseNumber) === true;
      this.set(caseNumber, !OVER.includes(after));
      if (was && after === RESOLVED) this.resolve(caseNumber, timeMs);
    }
  }

  passTo(timeMs: number): void {
    if (timeMs > this.fromMs || (timeMs === this.fromMs && this.backlog.length === 0)) {
      this.openThen ??= [...this.isOpen].flatMap(([caseNumber, isOpen]) => (isOpen ? [caseNumber] : []));
    }
    while (
      this.open.length < this.atMs.length &&
      timeMs >= this.fromMs + (this.atMs[this.open.length] as number)
    )
      this.open.push(this.openNow);
  }

  course(nameOf: (caseNumber: number) => string): Course {
    this.passTo(Number.POSITIVE_INFINITY);
    const resolved = [...this.resolvedMs].map(([caseNumber, ms]) => [nameOf(caseNumber), ms] as const);
    const openRemainingMs = (this.openThen ?? []).map(
      (caseNumber) => this.resolvedMs.get(caseNumber) ?? Number.POSITIVE_INFINITY,
    );
    const cycleMs = this.cycleSumMs / this.cycles;
    return { open: this.open, resolved: new Map(resolved), openRemainingMs, cycleMs };
  }

  private set(caseNumber: number, isOpen: boolean): void {
    if ((this.isOpen.get(caseNumber) ?? false) !== isOpen) this.openNow += isOpen ? 1 : -1;
    this.isOpen.set(caseNumber, isOpen);
  }

  private resolve(caseNumber: number, timeMs: number): void {
    if (timeMs < this.fromMs) return;
    this.cycles++;
    this.cycleSumMs += timeMs - (this.openedMs.get(caseNumber) ?? 0);
    // A case that was resolved before the instant and is opened again counts with its next resolution.
    if (!this.resolvedMs.has(caseNumber)) this.resolvedMs.set(caseNumber, timeMs - this.fromMs);
  }
}

/** How long runs have gone on before a cut. */
export const BEFORE_MS = 7 * DAY_MS;

const spare = new SpareParts();

function simulate(scenario: Scenario, seed: string, replication: number, visit: EntryVisitor): void {
  const simulation = createSimulation(scenario, {
    seed,
    replication,
    ...prepareEngine('compiled'),
    observer: observerOf(visit),
    meter: createNullMeter(),
    spare,
  });
  while (!simulation.advance(scenario.horizonMs));
}

/** A cut through a run of which everything is known: what was open then, and what became of it. */
export interface Cut {
  readonly atMs: number;
  readonly backlog: Backlog;
  readonly truth: Course;
}

export function cutAt(atMs: number, instants: readonly number[], replication: number): Cut {
  const aheadMs = instants.at(-1) as number;
  const scenario = organisation(0, atMs + aheadMs);
  const lives = new CaseLives(scenario);
  const watcher = new Watcher(instants, atMs, []);
  let backlog: Backlog | null = null;
  simulate(scenario, 'truth', replication, (entry) => {
    const { b, caseNumber, kind, timeMs } = entry;
    if (timeMs >= atMs) backlog ??= openCasesAt(lives, scenario, atMs);
    else lives.visit(entry);
    watcher.act(timeMs, kind, caseNumber, b);
  });
  return { atMs, backlog: backlog ?? [], truth: watcher.course(String) };
}

/** Runs from what was open at the cut, with other seeds than that of the truth. */
export function fromBacklog(
  { atMs, backlog }: Cut,
  instants: readonly number[],
  runs: number,
): readonly Course[] {
  const scenario = organisation(atMs, instants.at(-1) as number, backlog);
  return coursesOf(scenario, instants, `forecast ${atMs}`, runs);
}

/** Runs of a scenario that starts from open cases. */
export function coursesOf(
  scenario: Scenario,
  instants: readonly number[],
  seed: string,
  runs: number,
): readonly Course[] {
  const { backlog = [] } = scenario;
  return Array.from({ length: runs }, (_, run) => {
    const watcher = new Watcher(instants, 0, backlog);
    simulate(scenario, seed, run, ({ b, caseNumber, kind, timeMs }) => {
      watcher.act(timeMs, kind, caseNumber, b);
    });
    return watcher.course((caseNumber) => backlog[caseNumber]?.id ?? `new ${caseNumber}`);
  });
}

/** Runs from an empty start, which begin so long before the cut. */
export function fromNothing(
  { atMs }: Cut,
  instants: readonly number[],
  runs: number,
  warmUpMs = BEFORE_MS,
): readonly Course[] {
  const scenario = organisation(atMs - warmUpMs, warmUpMs + (instants.at(-1) as number));
  return Array.from({ length: runs }, (_, run) => {
    const watcher = new Watcher(instants, warmUpMs, []);
    simulate(scenario, `cold ${atMs}`, run, ({ b, caseNumber, kind, timeMs }) => {
      watcher.act(timeMs, kind, caseNumber, b);
    });
    return watcher.course(String);
  });
}
