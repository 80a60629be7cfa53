import { assert } from '#base';
import { CHANNELS, type Scenario, SEVERITIES } from '#domain';
import { Durations } from './durations.ts';

/** The counts of service to the cases of a segment × channel × severity; and, added up, of any set of them. */
export class CellCount {
  arrived = 0;
  /** Cases that waited for the first answer when the warm-up ended. */
  carriedOver = 0;
  /** Cases that changed their severity while they waited for the first answer: those that came, less those that left. */
  moved = 0;
  answered = 0;
  answeredAtOnce = 0;
  abandoned = 0;
  balked = 0;
  blocked = 0;
  messages = 0;
  clearedUnanswered = 0;
  clearedAnswered = 0;
  lost = 0;
  abandonedLater = 0;
  offered = 0;
  accepted = 0;
  reached = 0;
  missed = 0;
  retries = 0;
  stalled = 0;
  resolved = 0;
  reopened = 0;
  handOvers = 0;
  preemptions = 0;
  asked = 0;
  joined = 0;
  alone = 0;
  lateWaiting = 0;
  judged = 0;
  answeredInTime = 0;
  abandonedInTime = 0;
  waitMs = 0;
  abandonedWaitMs = 0;
  messageWaitMs = 0;
  clearedWaitMs = 0;
  consultationWaitMs = 0;
  sojournMs = 0;
  /** Waits until the first answer of those who waited, and times until resolution; null if there are none. */
  waits: Durations | null = null;
  sojourns: Durations | null = null;

  answer(waitMs: number, withinMs: number | null): void {
    this.answered++;
    if (withinMs !== null) this.judged++;
    if (withinMs !== null && waitMs <= withinMs) this.answeredInTime++;
    if (waitMs === 0) {
      this.answeredAtOnce++;
      return;
    }
    this.waitMs += waitMs;
    this.waits ??= new Durations();
    this.waits.record(waitMs);
  }

  abandon(waitMs: number, withinMs: number | null): void {
    this.abandoned++;
    this.abandonedWaitMs += waitMs;
    if (withinMs !== null) this.judged++;
    if (withinMs !== null && waitMs <= withinMs) this.abandonedInTime++;
  }

  resolve(sojournMs: number): void {
    this.resolved++;
    this.sojournMs += sojournMs;
    this.sojourns ??= new Durations();
    this.sojourns.record(sojournMs);
  }

  /** Cases that arrived and have, as far as known, neither been answered nor left without an answer. */
  get waiting(): number {
    const { abandoned, balked, blocked, clearedUnanswered, messages, missed } = this;
    const gone = abandoned + balked + blocked + messages + clearedUnanswered + missed;
    return this.carriedOver + this.arrived + this.moved - this.answered - gone;
  }

  /** Cases that only came here, or left again, are no count that a summary has. */
  get isEmpty(): boolean {
    return COUNTS.every((name) => name === 'moved' || this[name] === 0);
  }
}

/** All counts that are numbers and can be added up. */
const COUNTS = Object.entries(new CellCount()).flatMap(([name, value]) =>
  value === 0 ? [name as NumberOfCell] : [],
);
type NumberOfCell = Exclude<keyof CellCount, 'waits' | 'sojourns' | 'waiting' | 'isEmpty' | Counting>;
type Counting = 'answer' | 'abandon' | 'resolve';

export function sumOfCells(cells: readonly CellCount[]): CellCount {
  const sum = new CellCount();
  sum.waits = new Durations();
  sum.sojourns = new Durations();
  for (const cell of cells) {
    for (const name of COUNTS) sum[name] += cell[name];
    if (cell.waits !== null) sum.waits.add(cell.waits);
    if (cell.sojourns !== null) sum.sojourns.add(cell.sojourns);
  }
  return sum;
}

/** The index of each of a scenario's cells in a list: by segment, then channel, then severity. */
export class CellPlaces {
  readonly count: number;
  /** By cell, then product; null if the scenario gives no acceptable waiting time. */
  private readonly withinMs: readonly (readonly (number | null)[])[];
  /** The cells in which a service level of some products judges cases. */
  readonly byProduct: readonly number[];
  /** By stream: the cell of its cases of the first severity. */
  private readonly firstOfStream: readonly number[];

  constructor({ products, segments, serviceLevels, streams }: Scenario) {
    const levels = segments.flatMap((_, segment) =>
      CHANNELS.flatMap((channel) =>
        SEVERITIES.map((severity) => {
          const own = serviceLevels.filter(
            (one) =>
              one.channel === channel &&
              one.severity === severity &&
              one.segments?.includes(segment) !== false,
          );
          return products.map((__, product) => own.find((one) => one.products?.includes(product) !== false));
        }),
      ),
    );
    this.withinMs = levels.map((own) => own.map((level) => level?.withinMs ?? null));
    this.byProduct = [...levels.keys()].filter((place) =>
      levels[place]?.some((level) => level?.products !== undefined),
    );
    this.count = levels.length;
    this.firstOfStream = streams.map(
      ({ channel, segment }) => (segment * CHANNELS.length + CHANNELS.indexOf(channel)) * SEVERITIES.length,
    );
    streams.forEach(({ channel, segment }, stream) =>
      SEVERITIES.forEach((_, severity) => {
        const key = keyOfCell(this.of(stream, severity));
        assert(
          key.segment === segment && CHANNELS[key.channel] === channel && key.severity === severity,
          `stream ${stream} has another cell`,
        );
      }),
    );
  }

  of(stream: number, severity: number): number {
    return (this.firstOfStream[stream] as number) + severity;
  }

  /** The acceptable waiting time for cases of one product in a cell, ms; null if there is none. */
  withinMsOf(place: number, product: number): number | null {
    return this.withinMs[place]?.[product] ?? null;
  }
}

/** What was judged of the cases of one product in a cell. */
export interface ProductCount {
  judged: number;
  answeredInTime: number;
}

export interface CellKey {
  readonly segment: number;
  readonly channel: number;
  readonly severity: number;
}

export function keyOfCell(place: number): CellKey {
  const severity = place % SEVERITIES.length;
  const ofChannel = (place - severity) / SEVERITIES.length;
  const channel = ofChannel % CHANNELS.length;
  return { severity, channel, segment: (ofChannel - channel) / CHANNELS.length };
}
