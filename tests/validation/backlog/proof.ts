import { HOUR_MS } from '#base';
import { BEFORE_MS, type Course, type Cut, cutAt, fromBacklog, fromNothing } from './cuts.ts';

/** How often intervals held what happened. */
export interface Held {
  readonly what: string;
  readonly intervals: number;
  readonly held: number;
  /** Root of the mean squared distance of the forecast from the truth, and the same of a start from nothing. */
  readonly error: number;
  readonly coldError: number;
  readonly unit: 'cases' | 'h';
}

export interface Proof {
  readonly cuts: number;
  readonly runs: number;
  readonly openCases: number;
  readonly rows: readonly Held[];
}

/** Order statistics that hold 95 % of what comes: with 39, 79, … runs, exactly that for figures without ties. */
function interval(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((left, right) => left - right);
  const beyond = Math.floor((values.length + 1) * 0.025);
  return [sorted[beyond - 1] as number, sorted[values.length - beyond] as number];
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A median is not moved by the few cases that are not resolved in time. */
function medianOf(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] as number;
}

class Row {
  private readonly what: string;
  private readonly unit: Held['unit'];
  private intervals = 0;
  private held = 0;
  private readonly squares: number[] = [];
  private readonly coldSquares: number[] = [];

  constructor(what: string, unit: Held['unit']) {
    this.what = what;
    this.unit = unit;
  }

  judge(truth: number, runs: readonly number[]): void {
    const [low, high] = interval(runs);
    this.intervals++;
    if (truth >= low && truth <= high) this.held++;
  }

  compare(truth: number, forecast: number, cold: number): void {
    this.squares.push((forecast - truth) ** 2);
    this.coldSquares.push((cold - truth) ** 2);
  }

  result(): Held {
    const { held, intervals, unit, what } = this;
    const [error, coldError] = [this.squares, this.coldSquares].map((squares) => Math.sqrt(meanOf(squares)));
    return { what, unit, intervals, held, error: error as number, coldError: coldError as number };
  }
}

/** Instants after a cut at which open cases are counted. The last is where cycle and remaining times are read off. */
export const INSTANTS = [2, 4, 8, 16, 24].map((hours) => hours * HOUR_MS);

const LAST_HOURS = (INSTANTS.at(-1) as number) / HOUR_MS;

/** Cuts lie at all hours of the week, each in a run of its own, at least a week after its start. */
export function cutNumber(k: number): Cut {
  return cutAt(BEFORE_MS + ((k * 37) % 168) * HOUR_MS, INSTANTS, k);
}

/** `coldRuns`: how many runs start from nothing, whose mean needs fewer. `report` gets what is known after each cut. */
export function prove(
  cuts: number,
  runs: number,
  coldRuns: number,
  report: (soFar: Proof) => void = () => undefined,
): Proof {
  const openRows = INSTANTS.map((ms) => new Row(`open cases ${ms / HOUR_MS} h later`, 'cases'));
  const cycle = new Row('mean time to resolution of what is resolved in 24 h', 'h');
  const remaining = new Row('remaining time of each open case', 'h');
  const meanRemaining = new Row('median remaining time of the open cases', 'h');
  let openCases = 0;
  const after = (done: number): Proof => {
    const rows = [...openRows, cycle, remaining, meanRemaining].map((row) => row.result());
    return { cuts: done, runs, openCases, rows };
  };
  for (let k = 0; k < cuts; k++) {
    const cut = cutNumber(k);
    const warm = fromBacklog(cut, INSTANTS, runs);
    const cold = fromNothing(cut, INSTANTS, coldRuns);
    openRows.forEach((row, i) => {
      const at = ({ open }: Course) => open[i] as number;
      row.judge(at(cut.truth), warm.map(at));
      row.compare(at(cut.truth), meanOf(warm.map(at)), meanOf(cold.map(at)));
    });
    const hoursOf = ({ cycleMs }: Course) => cycleMs / HOUR_MS;
    cycle.judge(hoursOf(cut.truth), warm.map(hoursOf));
    cycle.compare(hoursOf(cut.truth), meanOf(warm.map(hoursOf)), meanOf(cold.map(hoursOf)));
    openCases += judgeRemaining(cut, warm, cold, { each: remaining, median: meanRemaining });
    report(after(k + 1));
  }
  return after(cuts);
}

/**
 * A start from nothing knows no single case: its forecast for each is the mean over all cases that it has open then. Means are of the time up
 * to the last instant, because longer times are not seen to their end.
 */
function judgeRemaining(
  { backlog, truth }: Cut,
  warm: readonly Course[],
  cold: readonly Course[],
  { each, median }: { readonly each: Row; readonly median: Row },
): number {
  const open = backlog.filter(({ state }) => state !== 'resolved').map(({ id }) => id);
  const hours = ({ resolved }: Course, id: string) =>
    (resolved.get(id) ?? Number.POSITIVE_INFINITY) / HOUR_MS;
  const seen = (values: readonly number[]) => meanOf(values.map((value) => Math.min(LAST_HOURS, value)));
  const coldHours = cold.map(({ openRemainingMs }) => openRemainingMs.map((ms) => ms / HOUR_MS));
  const coldMean = meanOf(coldHours.map(seen));
  for (const id of open) {
    const runs = warm.map((course) => hours(course, id));
    each.judge(hours(truth, id), runs);
    each.compare(seen([hours(truth, id)]), seen(runs), coldMean);
  }
  const medianIn = (course: Course) => medianOf(open.map((id) => hours(course, id)));
  median.judge(medianIn(truth), warm.map(medianIn));
  median.compare(medianIn(truth), meanOf(warm.map(medianIn)), meanOf(coldHours.map(medianOf)));
  return open.length;
}

/** As Markdown. */
export function proofTable({ cuts, openCases, rows, runs }: Proof): string {
  const share = ({ held, intervals }: Held) => `${((100 * held) / intervals).toFixed(1)} %`;
  const lines = rows.map((row) => {
    const figures = [`${row.held} of ${row.intervals}`, share(row)];
    const errors = [row.error, row.coldError].map((error) => `${error.toPrecision(3)} ${row.unit}`);
    return `| ${[row.what, ...figures, ...errors].join(' | ')} |`;
  });
  return [
    `${cuts} cuts, ${runs} runs from each, ${openCases.toLocaleString('en-GB')} open cases in all.`,
    '',
    '| figure | intervals that held the truth | share | error | error of a cold start |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
