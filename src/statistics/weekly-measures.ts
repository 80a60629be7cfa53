import { assert, assertEqual, DAY_MS, HOUR_MS, MINUTE_MS, sumOf, WEEK_MS } from '#base';
import {
  type CentreIndex,
  CHANNELS,
  type DurationMs,
  type EpochMs,
  type FirstAnswer,
  type GroupIndex,
  type LocalClock,
  localClockOf,
  MEASURE_DIMENSIONS,
  type MeasureDimension,
  minuteOfWeek,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type SegmentIndex,
  type SeverityIndex,
  type StreamIndex,
  TIERS,
  type WeeklyCounts,
  type WeeklyMeasure,
} from '#domain';
import type { AcceptableWaits } from './product-levels.ts';
import { ratio, secondsOf } from './rounding.ts';
import { firstCellOf, NO_LEVEL } from './service-cells.ts';
import type { WeeklyRow } from './summary.ts';

/** 1970-01-01 was a Thursday: its week began on Monday, this much earlier. */
const BEFORE_EPOCH_MS = (3 / 7) * WEEK_MS;
const NOT_COUNTED = -1;

const OF_CASES = ['arrived', 'answered', 'abandoned', 'answeredInTime', 'judged', 'waitSumMs'] as const;
const OF_CONTACTS = ['contacts', 'waitSumMs', 'ended', 'handleSumMs'] as const;
type CountName = (typeof OF_CASES)[number] | (typeof OF_CONTACTS)[number];

/** One combination of values: a column of counts by interval of the week for each thing counted. */
type Columns = Readonly<Partial<Record<CountName, Float64Array>>>;

/** What the engine reports of a contact: its case, its group, and how long the wait or the contact was. */
type ContactReport = Parameters<WeeklyCounts['contactBegan']>;

/** The values that a case or contact has: an index for each dimension, in their order. */
type Values = readonly number[];

/** The counts of one measure. A combination takes memory only once something is counted in it. */
class MeasureCounts {
  readonly measure: WeeklyMeasure;
  private readonly combinations = new Map<number, Columns>();
  /** By dimension, by value: what it adds to the number of the combination; NOT_COUNTED if the measure leaves it out. */
  private readonly steps: readonly Float64Array[];
  private readonly names: readonly (readonly string[])[];
  private readonly startEpochMs: EpochMs;
  private readonly local: LocalClock;

  constructor(measure: WeeklyMeasure, scenario: Scenario) {
    const { startEpochMs } = scenario;
    this.measure = measure;
    this.startEpochMs = startEpochMs;
    this.local = localClockOf(scenario, measure.timeZone);
    const names = namesOf(scenario);
    this.names = MEASURE_DIMENSIONS.map((dimension) => names[dimension]);
    const chosen = chosenOf(measure);
    let stride = 1;
    this.steps = MEASURE_DIMENSIONS.map((dimension) => {
      const all = names[dimension];
      const counted = chosen[dimension] ?? [...all.keys()];
      const isApart = measure.by?.includes(dimension) === true;
      const steps = new Float64Array(all.length).fill(NOT_COUNTED);
      for (const value of counted) steps[value] = isApart ? value * stride : 0;
      if (isApart) stride *= all.length;
      return steps;
    });
  }

  get isOfContacts(): boolean {
    return this.measure.of === 'contacts';
  }

  add(column: CountName, values: Values, timeMs: RunMs, amount = 1): void {
    let combination = 0;
    for (let dimension = 0; dimension < values.length; dimension++) {
      const step = (this.steps[dimension] as Float64Array)[values[dimension] as number] as number;
      if (step === NOT_COUNTED) return;
      combination += step;
    }
    const counts = this.columnsOf(combination)[column] as Float64Array;
    const interval = this.intervalAt(timeMs);
    if (!(interval >= 0 && interval < counts.length)) assert(false, `no week has an interval ${interval}`);
    counts[interval] = (counts[interval] as number) + amount;
  }

  forget(): void {
    this.combinations.clear();
  }

  /** A row per combination in which something was counted, in the order of the dimensions. Without `by`, a single row. */
  rows(fromMs: RunMs, endMs: RunMs): readonly WeeklyRow[] {
    const { by, id, intervalMs, timeZone } = this.measure;
    const times = this.timesBegun(fromMs, endMs);
    const week = { id, timeZone, intervalS: secondsOf(intervalMs), times };
    const of = this.isOfContacts ? 'contacts' : 'cases';
    const tell = this.isOfContacts ? figuresOfContacts : figuresOfCases;
    if (by === undefined) return [{ ...week, of, columns: tell(this.columnsOf(0)) }];
    return [...this.combinations.entries()]
      .map(([combination, columns]) => ({ values: this.valuesOf(combination), columns }))
      .sort((one, other) => byValues(one.values, other.values))
      .map(({ columns, values }) => ({ ...week, of, where: this.named(values), columns: tell(columns) }));
  }

  /**
   * How often the local clock enters each interval in [from, end). At the start of each stretch but the first, the clock is put forward or
   * back, which may enter an interval in its middle.
   */
  private timesBegun(fromMs: RunMs, endMs: RunMs): number[] {
    const { intervalMs } = this.measure;
    const times = new Array<number>(WEEK_MS / intervalMs).fill(0);
    const start = this.startEpochMs;
    const changes = this.local.changesBetween(start + fromMs, start + endMs);
    const stretches = [fromMs, ...changes.map((epochMs) => epochMs - start), endMs];
    stretches.slice(0, -1).forEach((beginMs, i) => {
      const wallMs = this.wallAt(beginMs);
      const intoMs = wallMs - Math.floor(wallMs / intervalMs) * intervalMs;
      const isNew = this.intervalAt(beginMs - 1) !== this.intervalAt(beginMs);
      if (i > 0 && intoMs > 0 && isNew) (times[this.intervalAt(beginMs)] as number)++;
      const firstMs = intoMs === 0 ? beginMs : beginMs + intervalMs - intoMs;
      for (let atMs = firstMs; atMs < (stretches[i + 1] as number); atMs += intervalMs)
        (times[this.intervalAt(atMs)] as number)++;
    });
    this.assertEntered(times, [fromMs, endMs], changes.length);
    return times;
  }

  /** The clock enters an interval whenever one begins, and a day of intervals at most is left out or entered twice when it is changed. */
  private assertEntered(times: readonly number[], [fromMs, endMs]: readonly [RunMs, RunMs], changes: number) {
    const { intervalMs } = this.measure;
    const begun = (wallMs: number) => Math.ceil(wallMs / intervalMs);
    const most = changes * (1 + DAY_MS / intervalMs);
    // A clock that is changed at the end is not in the run.
    const [fromWallMs, endWallMs] = [this.wallAt(fromMs), this.wallAt(endMs - 1) + 1];
    const isWhole = Math.abs(sumOf(times) - begun(endWallMs) + begun(fromWallMs)) <= most;
    assert(isWhole, `the local clock enters ${sumOf(times)} intervals`);
    for (let timeMs = fromMs; timeMs < Math.min(endMs, fromMs + WEEK_MS); timeMs += HOUR_MS) {
      const ofWeekMs = minuteOfWeek(this.startEpochMs + timeMs, this.local) * MINUTE_MS;
      assertEqual('interval of the week', this.intervalAt(timeMs), Math.floor(ofWeekMs / intervalMs));
    }
  }

  private columnsOf(combination: number): Columns {
    const known = this.combinations.get(combination);
    if (known !== undefined) return known;
    const intervals = WEEK_MS / this.measure.intervalMs;
    const names: readonly CountName[] = this.isOfContacts ? OF_CONTACTS : OF_CASES;
    const columns: Columns = Object.fromEntries(names.map((name) => [name, new Float64Array(intervals)]));
    this.combinations.set(combination, columns);
    return columns;
  }

  /** The indices that make up a combination, for the measured dimensions. */
  private valuesOf(combination: number): Values {
    let rest = combination;
    return MEASURE_DIMENSIONS.map((dimension, d) => {
      if (this.measure.by?.includes(dimension) !== true) return 0;
      const size = (this.names[d] as readonly string[]).length;
      const value = rest % size;
      rest = (rest - value) / size;
      return value;
    });
  }

  private named(values: Values): Readonly<Partial<Record<MeasureDimension, string>>> {
    const named = MEASURE_DIMENSIONS.map((dimension, d) => [dimension, this.names[d]?.[values[d] as number]]);
    return Object.fromEntries(named.filter(([dimension]) => this.measure.by?.includes(dimension as never)));
  }

  private intervalAt(timeMs: RunMs): number {
    const wallMs = this.wallAt(timeMs);
    return Math.floor((((wallMs % WEEK_MS) + WEEK_MS) % WEEK_MS) / this.measure.intervalMs);
  }

  /** Time on the local clock, since a Monday 00:00. */
  private wallAt(timeMs: RunMs): number {
    const epochMs = this.startEpochMs + timeMs;
    return epochMs + this.local.offsetAt(epochMs) + BEFORE_EPOCH_MS;
  }
}

/** All weekly measures of a run. Calls must come at the time of the clock. */
export class WeeklyMeasures implements WeeklyCounts {
  private readonly counts: readonly MeasureCounts[];
  private readonly ofCases: readonly MeasureCounts[];
  private readonly ofContacts: readonly MeasureCounts[];
  private readonly clock: () => number;
  private readonly withinMs: AcceptableWaits;
  /** By stream: its segment and its channel. */
  private readonly segments: readonly SegmentIndex[];
  private readonly channels: readonly number[];
  /** By group: its tier (from 0) and its centre. */
  private readonly tiers: readonly number[];
  private readonly centres: readonly CentreIndex[];

  constructor(
    measures: readonly WeeklyMeasure[],
    scenario: Scenario,
    withinMs: AcceptableWaits,
    clock: () => number,
  ) {
    this.counts = measures.map((measure) => new MeasureCounts(measure, scenario));
    this.ofCases = this.counts.filter(({ isOfContacts }) => !isOfContacts);
    this.ofContacts = this.counts.filter(({ isOfContacts }) => isOfContacts);
    this.clock = clock;
    this.withinMs = withinMs;
    this.segments = scenario.streams.map(({ segment }) => segment);
    this.channels = scenario.streams.map(({ channel }) => CHANNELS.indexOf(channel));
    this.tiers = scenario.groups.map(({ tier }) => TIERS.indexOf(tier));
    this.centres = scenario.groups.map(({ centre }) => centre);
  }

  arrived(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex): void {
    const values = this.caseValues(stream, product, severity);
    for (const count of this.ofCases) count.add('arrived', values, this.clock());
  }

  answered({ joinedMs, product, severity, stream, waitMs }: FirstAnswer): void {
    const values = this.caseValues(stream, product, severity);
    const withinMs = this.acceptable(stream, product, severity);
    for (const count of this.ofCases) {
      count.add('answered', values, joinedMs);
      count.add('waitSumMs', values, joinedMs, waitMs);
      if (withinMs !== NO_LEVEL) count.add('judged', values, joinedMs);
      if (waitMs <= withinMs) count.add('answeredInTime', values, joinedMs);
    }
  }

  abandoned(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex, waitMs: DurationMs): void {
    const values = this.caseValues(stream, product, severity);
    const joinedMs = this.clock() - waitMs;
    const isJudged = this.acceptable(stream, product, severity) !== NO_LEVEL;
    for (const count of this.ofCases) {
      count.add('abandoned', values, joinedMs);
      if (isJudged) count.add('judged', values, joinedMs);
    }
  }

  stillWaiting(
    stream: StreamIndex,
    product: ProductIndex,
    severity: SeverityIndex,
    waitMs: DurationMs,
  ): void {
    const withinMs = this.acceptable(stream, product, severity);
    if (withinMs === NO_LEVEL || waitMs <= withinMs) return;
    const values = this.caseValues(stream, product, severity);
    for (const count of this.ofCases) count.add('judged', values, this.clock() - waitMs);
  }

  contactBegan(...[stream, product, severity, group, waitMs]: ContactReport): void {
    const values = this.contactValues(stream, product, severity, group);
    for (const count of this.ofContacts) {
      count.add('contacts', values, this.clock());
      count.add('waitSumMs', values, this.clock(), waitMs);
    }
  }

  contactEnded(...[stream, product, severity, group, handledMs]: ContactReport): void {
    const values = this.contactValues(stream, product, severity, group);
    for (const count of this.ofContacts) {
      count.add('ended', values, this.clock());
      count.add('handleSumMs', values, this.clock(), handledMs);
    }
  }

  forget(): void {
    for (const count of this.counts) count.forget();
  }

  rows(fromMs: RunMs, endMs: RunMs): readonly WeeklyRow[] {
    return this.counts.flatMap((count) => count.rows(fromMs, endMs));
  }

  private caseValues(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex): Values {
    return [this.segments[stream] as number, product, severity, this.channels[stream] as number];
  }

  private contactValues(
    stream: StreamIndex,
    product: ProductIndex,
    severity: SeverityIndex,
    group: GroupIndex,
  ): Values {
    const ofCase = this.caseValues(stream, product, severity);
    return [...ofCase, this.tiers[group] as number, this.centres[group] as number];
  }

  private acceptable(stream: StreamIndex, product: ProductIndex, severity: SeverityIndex): number {
    const first = firstCellOf(this.segments[stream] as number, this.channels[stream] as number);
    return this.withinMs.of(first + severity, product);
  }
}

/** The names of each dimension's values, by index. */
function namesOf(scenario: Scenario): Readonly<Record<MeasureDimension, readonly string[]>> {
  const { centres, products, segments } = scenario;
  return {
    segment: segments.map(({ id }) => id),
    product: products.map(({ id }) => id),
    severity: SEVERITIES,
    channel: CHANNELS,
    tier: TIERS.map(String),
    centre: centres.map(({ id }) => id),
  };
}

/** The indices of the values that a measure counts; left out if it counts all. */
function chosenOf(measure: WeeklyMeasure): Readonly<Partial<Record<MeasureDimension, readonly number[]>>> {
  const { centres, channels, products, segments, severities, tiers } = measure;
  return {
    segment: segments,
    channel: channels.map((channel) => CHANNELS.indexOf(channel)),
    ...(products === undefined ? {} : { product: products }),
    ...(severities === undefined ? {} : { severity: severities.map((one) => SEVERITIES.indexOf(one)) }),
    ...(tiers === undefined ? {} : { tier: tiers.map((tier) => TIERS.indexOf(tier)) }),
    ...(centres.length === 0 ? {} : { centre: centres }),
  };
}

function byValues(one: Values, other: Values): number {
  const at = one.findIndex((value, d) => value !== other[d]);
  assert(at !== -1, 'a combination stands twice');
  return (one[at] as number) - (other[at] as number);
}

function figuresOfCases(counted: Columns): WeeklyRow['columns'] {
  const { abandoned = [], answered = [], answeredInTime = [], arrived = [], judged = [] } = counted;
  return {
    arrived: [...arrived],
    answered: [...answered],
    abandoned: [...abandoned],
    serviceLevel: ratios(answeredInTime, judged),
    speedOfAnswerS: ratios(counted.waitSumMs ?? [], answered, secondsOf),
  };
}

function figuresOfContacts(counted: Columns): WeeklyRow['columns'] {
  const { contacts = [], ended = [], handleSumMs = [], waitSumMs = [] } = counted;
  return {
    contacts: [...contacts],
    waitMeanS: ratios(waitSumMs, contacts, secondsOf),
    handleMeanS: ratios(handleSumMs, ended, secondsOf),
  };
}

function ratios(
  sums: ArrayLike<number>,
  by: ArrayLike<number>,
  inUnits = (sum: number) => sum,
): readonly (number | null)[] {
  return Array.from(by, (divisor, k) => ratio(inUnits(sums[k] as number), divisor));
}
