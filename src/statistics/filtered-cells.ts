import { definite } from '#base';
import {
  type CaseFilter,
  CHANNELS,
  caseFilterKey,
  type DurationMs,
  type FirstAnswer,
  type LocalClock,
  localClockOf,
  minuteOfWeek,
  type ProductIndex,
  readHourSpan,
  type Scenario,
  SEVERITIES,
  type SeverityIndex,
  type StreamIndex,
  type WeeklyCounts,
  type WeekSpan,
  WHOLE_WEEK,
} from '#domain';
import { HandOvers } from './hand-overs.ts';
import type { AcceptableWaits } from './product-levels.ts';
import { cellKey, firstCellOf, ServiceCell } from './service-cells.ts';
import { WaitingBins, waitingRowOf } from './waiting-bins.ts';

/** Whether a filter needs more than the cells of a run distinguish: a product, hours or a centre. */
export function needsOwnCells({ centre, hours, product }: CaseFilter): boolean {
  return centre !== undefined || hours !== undefined || product !== undefined;
}

/** The tables that all filters of a run share. */
interface Run {
  readonly scenario: Scenario;
  readonly withinMs: AcceptableWaits;
  /** By stream: the location of its customers. */
  readonly clocks: readonly LocalClock[];
  readonly bins: { readonly waitingBins: WaitingBins; readonly handOvers: HandOvers };
}

/** A case that joined the queue then. */
type Joined = Omit<FirstAnswer, 'group' | 'waitMs'>;

/** Arrivals, answers and abandonments of one filter, in cells by segment, channel and severity. A cell is created when it is first needed. */
class FilteredCounts {
  private readonly cells = new Map<number, ServiceCell>();
  private readonly filter: CaseFilter;
  private readonly run: Run;
  private readonly spans: readonly WeekSpan[];
  /** Index of the centre; −1 if the scenario does not have it; null if the filter names none. */
  private readonly centre: number | null;
  private readonly centreClock: LocalClock | null;

  constructor(filter: CaseFilter, run: Run) {
    const { centre, hours } = filter;
    const { centres } = run.scenario;
    this.filter = filter;
    this.run = run;
    this.spans =
      hours === undefined
        ? WHOLE_WEEK
        : definite(readHourSpan(hours), `${hours} are hours of the week`).spans;
    this.centre = centre === undefined ? null : centres.findIndex(({ id }) => id === centre);
    const { timeZone } = centres[this.centre ?? -1] ?? {};
    this.centreClock = timeZone === undefined ? null : localClockOf(run.scenario, timeZone);
  }

  /** The cell of an arrival or abandonment at this time; null if the filter leaves it out. Arrivals and abandonments belong to no centre. */
  cellOf(joined: Joined): ServiceCell | null {
    return this.centre === null ? this.cellAt(joined) : null;
  }

  /** The cell of an answer; null if the filter leaves it out. */
  cellOfAnswer(answer: FirstAnswer): ServiceCell | null {
    const isTheirs = this.centre === null || this.run.scenario.groups[answer.group]?.centre === this.centre;
    return isTheirs ? this.cellAt(answer) : null;
  }

  all(): readonly ServiceCell[] {
    return [...this.cells.entries()].sort(([one], [other]) => one - other).map(([, cell]) => cell);
  }

  forget(): void {
    for (const cell of this.cells.values()) cell.forget();
  }

  private cellAt({ joinedMs, product, severity, stream }: Joined): ServiceCell | null {
    const { clocks, scenario } = this.run;
    const { channel, segment } = scenario.streams[stream] as Scenario['streams'][number];
    const { filter } = this;
    if (filter.segment !== undefined && scenario.segments[segment]?.id !== filter.segment) return null;
    if (filter.channel !== undefined && channel !== filter.channel) return null;
    if (filter.severity !== undefined && SEVERITIES[severity] !== filter.severity) return null;
    if (filter.product !== undefined && scenario.products[product]?.id !== filter.product) return null;
    const clock = this.centreClock ?? (clocks[stream] as LocalClock);
    const minute = minuteOfWeek(scenario.startEpochMs + joinedMs, clock);
    if (!this.spans.some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute))
      return null;
    return this.cell(firstCellOf(segment, CHANNELS.indexOf(channel)) + severity, product);
  }

  private cell(cellOfRun: number, product: ProductIndex): ServiceCell {
    const { bins, scenario, withinMs } = this.run;
    const key = cellOfRun * scenario.products.length + (withinMs.ofProducts.has(cellOfRun) ? product : 0);
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const { channel, segment } = cellKey(cellOfRun);
    const cell = new ServiceCell(waitingRowOf(segment, channel), withinMs.of(cellOfRun, product), bins);
    this.cells.set(key, cell);
    return cell;
  }
}

/**
 * Service to the cases of filters by product, hours of the week or centre. A run without such a filter does not create this.
 */
export class FilteredCells implements WeeklyCounts {
  private readonly counts: ReadonlyMap<string, FilteredCounts>;
  private readonly clock: () => number;

  constructor(
    filters: readonly CaseFilter[],
    scenario: Scenario,
    withinMs: AcceptableWaits,
    clock: () => number,
  ) {
    const clocks = scenario.streams.map(({ timeZone }) => localClockOf(scenario, timeZone));
    // Separate tallies, because everything counted here is also counted in those of the run.
    const bins = {
      waitingBins: new WaitingBins(scenario),
      handOvers: new HandOvers(scenario.centres.length),
    };
    const run = { scenario, withinMs, clocks, bins };
    this.clock = clock;
    this.counts = new Map(filters.map((filter) => [caseFilterKey(filter), new FilteredCounts(filter, run)]));
  }

  arrived(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex): void {
    const joined = { stream, product, severity, joinedMs: this.clock() };
    for (const counts of this.counts.values()) counts.cellOf(joined)?.arrived();
  }

  answered(answer: FirstAnswer): void {
    for (const counts of this.counts.values()) counts.cellOfAnswer(answer)?.answered(answer.waitMs);
  }

  abandoned(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex, waitMs: DurationMs): void {
    const joined = { stream, product, severity, joinedMs: this.clock() - waitMs };
    for (const counts of this.counts.values()) counts.cellOf(joined)?.abandoned(waitMs);
  }

  stillWaiting(
    stream: StreamIndex,
    product: ProductIndex,
    severity: SeverityIndex,
    waitMs: DurationMs,
  ): void {
    const joined = { stream, product, severity, joinedMs: this.clock() - waitMs };
    for (const counts of this.counts.values()) counts.cellOf(joined)?.stillWaiting(waitMs);
  }

  contactBegan(): void {
    // Only first contacts are answers, which `answered` counts.
  }

  contactEnded(): void {
    // Handle times are not counted by filter.
  }

  forget(): void {
    for (const counts of this.counts.values()) counts.forget();
  }

  cellsOf(filter: CaseFilter): readonly ServiceCell[] {
    const key = caseFilterKey(filter);
    return definite(this.counts.get(key), `the replication was begun for ${key}`).all();
  }
}

/** Reports to all of these tallies; null if there are none. */
export function allCounts(all: readonly WeeklyCounts[]): WeeklyCounts | null {
  if (all.length < 2) return all[0] ?? null;
  const each = (report: (one: WeeklyCounts) => void) => {
    for (const one of all) report(one);
  };
  return {
    arrived: (...told) => each((one) => one.arrived(...told)),
    answered: (answer) => each((one) => one.answered(answer)),
    abandoned: (...told) => each((one) => one.abandoned(...told)),
    stillWaiting: (...told) => each((one) => one.stillWaiting(...told)),
    contactBegan: (...told) => each((one) => one.contactBegan(...told)),
    contactEnded: (...told) => each((one) => one.contactEnded(...told)),
  };
}
