import { assert, assertEqual, DAY_MS, HOUR_MS, MINUTE_MS, sumOf, WEEK_MS } from '#base';
import {
  CHANNELS,
  type LocalClock,
  localClockOf,
  MEASURE_DIMENSIONS,
  type MeasureDimension,
  minuteOfWeek,
  type Scenario,
  SEVERITIES,
  TIERS,
  type WeeklyMeasure,
} from '#domain';
import type { LiveCase } from './live-cases.ts';

/** What measures of cases and of contacts count, by interval of the week. */
export const OF_CASES = ['arrived', 'answered', 'abandoned', 'inTime', 'judged', 'waitMs'] as const;
export const OF_CONTACTS = ['contacts', 'waitMs', 'ended', 'handleMs'] as const;
type CountName = (typeof OF_CASES)[number] | (typeof OF_CONTACTS)[number];
type Amounts = Readonly<Partial<Record<CountName, number>>>;

/** 1970-01-05 was a Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
/** No clock goes forward or back by more. */
const CHANGE_MS_MAX = 24 * HOUR_MS;

/** The measures of a scenario, and their counts. */
export class WeeklyCounts {
  readonly measures: readonly MeasureCounts[];
  private readonly scenario: Scenario;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.measures = (scenario.measures ?? []).map((measure) => new MeasureCounts(measure, scenario));
  }

  ofCase(one: LiveCase, timeMs: number, amounts: Amounts): void {
    const values = this.valuesOf(one);
    for (const measure of this.measures) if (!measure.isOfContacts) measure.add(values, timeMs, amounts);
  }

  /** Counts the contact that its agent begins or ends. */
  ofContact(one: LiveCase, timeMs: number, amounts: Amounts): void {
    const group = this.scenario.groups[one.group];
    if (group === undefined) return;
    const values = { ...this.valuesOf(one), tier: TIERS.indexOf(group.tier), centre: group.centre };
    for (const measure of this.measures) if (measure.isOfContacts) measure.add(values, timeMs, amounts);
  }

  private valuesOf({ product, severity, stream }: LiveCase): Values {
    const { channel, segment } = this.scenario.streams[stream] as Scenario['streams'][number];
    return { segment, product, severity, channel: CHANNELS.indexOf(channel), tier: 0, centre: 0 };
  }
}

/** An index for each dimension of a case or contact. */
type Values = Readonly<Record<MeasureDimension, number>>;

/** The counts of one combination of values, by column and interval. */
type Counts = Readonly<Partial<Record<CountName, Float64Array>>>;

export class MeasureCounts {
  readonly measure: WeeklyMeasure;
  readonly isOfContacts: boolean;
  /** By the number of the combination, whose digits are the values of the measured dimensions, the first dimension the highest. */
  private readonly combinations = new Map<number, Counts>();
  private readonly by: readonly MeasureDimension[];
  private readonly chosen: Readonly<Partial<Record<MeasureDimension, readonly number[]>>>;
  private readonly names: Readonly<Record<MeasureDimension, readonly string[]>>;
  private readonly clock: LocalClock;
  private readonly startEpochMs: number;

  constructor(measure: WeeklyMeasure, scenario: Scenario) {
    const { startEpochMs } = scenario;
    this.measure = measure;
    this.isOfContacts = measure.of === 'contacts';
    this.by = MEASURE_DIMENSIONS.filter((dimension) => measure.by?.includes(dimension) === true);
    this.chosen = chosenBy(measure);
    this.names = namesIn(scenario);
    this.startEpochMs = startEpochMs;
    this.clock = localClockOf(scenario, measure.timeZone);
  }

  add(values: Values, timeMs: number, amounts: Amounts): void {
    for (const dimension of MEASURE_DIMENSIONS) {
      if (this.chosen[dimension]?.includes(values[dimension]) === false) return;
    }
    const combination = this.by.reduce(
      (number, dimension) => number * this.names[dimension].length + values[dimension],
      0,
    );
    const counts = this.countsOf(combination);
    const interval = this.intervalAt(timeMs);
    for (const [column, amount] of Object.entries(amounts)) {
      const ofColumn = counts[column as CountName] as Float64Array;
      assert(interval >= 0 && interval < ofColumn.length, `no week has an interval ${interval}`);
      ofColumn[interval] = (ofColumn[interval] as number) + amount;
    }
  }

  /** Rows in the order of the dimensions; a single one without values if there are no dimensions. */
  rows(): readonly { readonly where: Readonly<Record<string, string>> | null; readonly counts: Counts }[] {
    if (this.measure.by === undefined) return [{ where: null, counts: this.countsOf(0) }];
    // A case is counted when it is opened, and no more once software has it, so that a combination may have lost its only case.
    const isCounted = (column: Float64Array) => column.some((count) => count !== 0);
    return [...this.combinations]
      .filter(([, counts]) => Object.values(counts).some(isCounted))
      .sort(([one], [other]) => one - other)
      .map(([combination, counts]) => ({ where: this.namesOf(combination), counts }));
  }

  /** How often each interval begins on the local clock in [from, to), including when the clock goes back to its beginning. */
  times(fromMs: number, toMs: number): readonly number[] {
    const { intervalMs } = this.measure;
    const times = new Array<number>(Math.ceil(WEEK_MS / intervalMs)).fill(0);
    const count = (interval: number) => {
      times[interval] = (times[interval] as number) + 1;
    };
    const [from, to] = [this.startEpochMs + fromMs, this.startEpochMs + toMs];
    const changes = this.clock.changesBetween(from, to).map((epochMs) => epochMs - this.startEpochMs);
    for (const [i, stretchMs] of [fromMs, ...changes].entries()) {
      const endMs = changes[i] ?? toMs;
      const inMs = this.wallMs(stretchMs) % intervalMs;
      const [before, now] = [this.intervalAt(stretchMs - 1), this.intervalAt(stretchMs)];
      if (i > 0 && inMs > 0 && before !== now) count(now);
      const firstMs = stretchMs + (inMs === 0 ? 0 : intervalMs - inMs);
      for (let atMs = firstMs; atMs < endMs; atMs += intervalMs) count(this.intervalAt(atMs));
    }
    const otherMs = Math.abs(sumOf(times) * intervalMs - (toMs - fromMs));
    const mostMs = intervalMs + changes.length * (intervalMs + CHANGE_MS_MAX);
    assert(toMs < fromMs || otherMs <= mostMs, `intervals take ${otherMs} ms more or less than the run`);
    for (let atMs = fromMs; atMs < Math.min(toMs, fromMs + WEEK_MS); atMs += HOUR_MS) {
      const ofWeekMs = minuteOfWeek(this.startEpochMs + atMs, this.clock) * MINUTE_MS;
      assertEqual('interval of the week', this.intervalAt(atMs), Math.floor(ofWeekMs / intervalMs));
    }
    return times;
  }

  private intervalAt(timeMs: number): number {
    return Math.floor(this.wallMs(timeMs) / this.measure.intervalMs);
  }

  private namesOf(combination: number): Readonly<Record<string, string>> {
    let rest = combination;
    const named = this.by.toReversed().map((dimension) => {
      const names = this.names[dimension];
      const value = rest % names.length;
      rest = (rest - value) / names.length;
      return [dimension, names[value] as string] as const;
    });
    return Object.fromEntries(named);
  }

  private countsOf(combination: number): Counts {
    let counts = this.combinations.get(combination);
    if (counts === undefined) {
      const columns: readonly CountName[] = this.isOfContacts ? OF_CONTACTS : OF_CASES;
      const intervals = Math.ceil(WEEK_MS / this.measure.intervalMs);
      counts = Object.fromEntries(columns.map((column) => [column, new Float64Array(intervals)]));
      this.combinations.set(combination, counts);
    }
    return counts;
  }

  /** Time on the local clock since the last Monday 00:00. */
  private wallMs(timeMs: number): number {
    const epochMs = this.startEpochMs + timeMs;
    const wallMs = (epochMs + this.clock.offsetAt(epochMs) - FIRST_MONDAY_MS) % WEEK_MS;
    return wallMs < 0 ? wallMs + WEEK_MS : wallMs;
  }
}

function namesIn({
  centres,
  products,
  segments,
}: Scenario): Readonly<Record<MeasureDimension, readonly string[]>> {
  return {
    segment: segments.map(({ id }) => id),
    product: products.map(({ id }) => id),
    severity: SEVERITIES,
    channel: CHANNELS,
    tier: TIERS.map(String),
    centre: centres.map(({ id }) => id),
  };
}

/** The indices that a measure counts, for each dimension in which it does not count all. */
function chosenBy({ centres, channels, products, segments, severities, tiers }: WeeklyMeasure) {
  return {
    segment: segments,
    channel: channels.map((channel) => CHANNELS.indexOf(channel)),
    ...(products === undefined ? {} : { product: products }),
    ...(severities === undefined ? {} : { severity: severities.map((one) => SEVERITIES.indexOf(one)) }),
    ...(tiers === undefined ? {} : { tier: tiers.map((tier) => TIERS.indexOf(tier)) }),
    ...(centres.length === 0 ? {} : { centre: centres }),
  };
}
