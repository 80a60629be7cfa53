import { DAY_MS, HOUR_MS, ownMember, sumOf } from '#base';
import {
  type ArrivalStream,
  type Channel,
  DRAWN_CUSTOMERS,
  expandSteps,
  type LocalClock,
  multiplyPieces,
  type Pieces,
  type ProductMix,
  SEVERITIES,
  type Trace,
  type Trend,
  trendFactor,
  WEEK_HOURS,
} from '#domain';
import type {
  CustomersFile,
  ScenarioFile,
  SegmentFile,
  SurgeFile,
  TrendFile,
} from '../shape/scenario-file.ts';
import type { TraceRow, Traces } from '../trace/read-trace.ts';
import { ProfileWeights } from './arrival-profiles.ts';
import { type Clocks, spanOf } from './calendars.ts';
import { factorsByChannel, spanOfDate, withForecast } from './forecasts.ts';
import { indexOf, type Names } from './names.ts';
import { channelsOf } from './reach.ts';

/** For replayed cases. */
const NO_RATE: ArrivalStream['rate'] = { fromMs: [0], perMs: [0] };

/** One stream per segment, group of customers and channel by which their cases arrive, for the first time or again. */
export function resolveStreams(
  file: ScenarioFile,
  names: Names,
  { clocks, traces }: { readonly clocks: Clocks; readonly traces: Traces },
): readonly ArrivalStream[] {
  return Object.entries(file.segments).flatMap(([segmentId, segment]) => {
    const surges = surgesOf(file, segmentId, names.products, names.byProduct(segment.products, 0));
    const rows = traces.get(segmentId);
    const trend = trendOf(file, segment);
    // The engine multiplies forecasts by the trend like other rates, so it is divided out here.
    const grown = (date: string) => (trend === undefined ? 1 : trendFactor(trend, Date.parse(date) / DAY_MS));
    const factorOf = factorsByChannel(
      segment,
      (channel, date) => casesOn(file, segment, channel, date, clocks) * grown(date),
    );
    return segment.customers.flatMap((customers, k) =>
      (mayAsk(segment, customers) ? channelsOf(file, segment) : []).map(
        (channel): ArrivalStream => ({
          id: `${segmentId}/${customersId(segment, customers)}/${channel}`,
          segment: names.segments.indexOf(segmentId),
          country: customers.country,
          region: customers.region,
          timeZone: customers.timeZone,
          channel,
          languageShares: names.languageShares(customers.languages),
          ...(rows === undefined
            ? {
                rate: withSurges(
                  withForecast(
                    rateOf(file, segment, { customers, clock: clocks.of(customers.timeZone) }, channel),
                    factorOf(channel),
                    { file, clock: clocks.of(customers.timeZone) },
                  ),
                  surges,
                ),
                trend,
                intervals: intervalsOf(segment, channel),
                batch: batchOf(segment),
              }
            : { rate: NO_RATE, trace: traceOf(rows, k, channel, names) }),
        }),
      ),
    );
  });
}

/** Whether these customers ever ask: they have a rate, or the segment's cases are in a trace. */
export function mayAsk({ trace }: SegmentFile, { rate = 0 }: CustomersFile): boolean {
  return trace !== undefined || rate > 0;
}

/** The distribution of the times between arrivals; undefined for a Poisson process. */
function intervalsOf({ arrivals }: SegmentFile, channel: Channel): ArrivalStream['intervals'] {
  const written = arrivals?.intervals;
  const intervals = written === undefined || 'kind' in written ? written : written[channel];
  return intervals?.kind === 'exponential' ? undefined : intervals;
}

/** Sizes of batches with a share, ascending; undefined if cases arrive one by one. */
function batchOf({ arrivals }: SegmentFile): ArrivalStream['batch'] {
  const sizes = Object.entries(arrivals?.batch ?? {})
    .map(([size, share]) => ({ size: Number(size), share }))
    .filter(({ share }) => share > 0)
    .sort((left, right) => left.size - right.size);
  if (sizes.every(({ size }) => size === 1)) return undefined;
  return { sizes: sizes.map(({ size }) => size), shares: sizes.map(({ share }) => share) };
}

function withSurges(rate: ArrivalStream['rate'], surges: SegmentSurges | null): ArrivalStream['rate'] {
  if (surges === null) return rate;
  const { fromMs, values } = multiplyPieces({ fromMs: rate.fromMs, values: rate.perMs }, surges.factor);
  return { fromMs, perMs: values };
}

/** The country, plus the time zone if the segment has customers in several zones of the country. */
function customersId(segment: SegmentFile, { country, timeZone }: CustomersFile): string {
  const sameCountry = segment.customers.filter((other) => other.country === country);
  return sameCountry.length > 1 ? `${country}/${timeZone}` : country;
}

/** The arrival profile of a channel: the segment's choice, the channel's own, `written` for e-mail and web, or none. */
export function profileIdOf(file: ScenarioFile, segment: SegmentFile, channel: Channel): string | null {
  const chosen = segment.profiles?.[channel];
  if (chosen !== undefined) return chosen;
  if (Object.hasOwn(file.profiles, channel)) return channel;
  return channel !== 'phone' && Object.hasOwn(file.profiles, 'written') ? 'written' : null;
}

/** Spreads the weekly rate of the channel over the local week, so that a week without holidays adds up to it. */
function rateOf(
  file: ScenarioFile,
  segment: SegmentFile,
  { clock, customers }: { readonly clock: LocalClock; readonly customers: CustomersFile },
  channel: Channel,
  { horizon, start }: Pick<ScenarioFile, 'horizon' | 'start'> = file,
): ArrivalStream['rate'] {
  const profileId = profileIdOf(file, segment, channel);
  const profile = profileId === null ? undefined : ownMember(file.profiles, profileId);
  const { country, rate = 0 } = customers;
  const holidays = new Set(Object.hasOwn(file.holidays, country) ? file.holidays[country] : []);
  const ofChannel = rate * (segment.channels[channel] ?? 0);
  // Without a profile, the rate never changes: one piece instead of 2,000 days.
  if (profile === undefined) return { fromMs: [0], perMs: [ofChannel / WEEK_HOURS / HOUR_MS] };
  const weights = new ProfileWeights(profile);
  const perWeight = ofChannel / weights.ofWeek / HOUR_MS;
  const steps = { startEpochMs: start, horizonMs: horizon, stepMinutes: weights.stepMinutes };
  let ofDay: readonly number[] = [];
  let lastDate = '';
  const { fromMs, values } = expandSteps(clock, steps, (minuteOfDay, weekday, date) => {
    if (date !== lastDate) ofDay = weights.onDay({ weekday, date, isHoliday: holidays.has(date) }, perWeight);
    lastDate = date;
    return ofDay[minuteOfDay / weights.stepMinutes] as number;
  });
  return { fromMs, perMs: values };
}

/** The cases of rate and profile that the customers of a segment have on a date of their clocks, without surges and trend. */
function casesOn(
  file: ScenarioFile,
  segment: SegmentFile,
  channel: Channel,
  date: string,
  clocks: Clocks,
): number {
  return sumOf(
    segment.customers.map((customers) => {
      const clock = clocks.of(customers.timeZone);
      const [fromMs, toMs] = spanOfDate(clock, date);
      const span = { start: fromMs, horizon: toMs - fromMs };
      const rate = rateOf(file, segment, { customers, clock }, channel, span);
      return sumOf(
        rate.perMs.map((perMs, k) => perMs * ((rate.fromMs[k + 1] ?? span.horizon) - (rate.fromMs[k] ?? 0))),
      );
    }),
  );
}

/** The trend of a segment: its own, or else that of all; undefined if rates do not change. */
export function trendOf(
  file: Pick<ScenarioFile, 'start' | 'trend'>,
  { trend }: SegmentFile,
): Trend | undefined {
  const written = trend ?? file.trend;
  return written === undefined || written.perWeek === 0 ? undefined : datedTrend(written, file.start);
}

/** Rates are as of `asOf`, otherwise of `from`, otherwise of the date (UTC) on which the run starts. */
export function datedTrend({ asOf, from, perWeek, until }: TrendFile, startEpochMs: number): Trend {
  const asOfDay = dayOf(asOf ?? from) ?? Math.floor(startEpochMs / DAY_MS);
  return { perWeek, asOfDay, fromDay: dayOf(from), untilDay: dayOf(until) };
}

function dayOf(date: string | undefined): number | undefined {
  return date === undefined ? undefined : Date.parse(date) / DAY_MS;
}

/** Not given: will be drawn. */
const DRAWN = -1;

/** The cases of one stream of a traced segment; undefined if it has none. Columns without any value are left out. */
function traceOf(
  rows: readonly TraceRow[],
  customers: number,
  channel: Channel,
  { languages, products }: Names,
): Trace | undefined {
  const own = rows.filter((row) => row.customers === customers && row.channel === channel);
  if (own.length === 0) return undefined;
  const column = <Value, Written>(
    of: (row: TraceRow) => Value | undefined,
    number: (value: Value) => Written,
  ): readonly (Written | typeof DRAWN)[] | undefined => {
    const values = own.map(of);
    if (values.every((value) => value === undefined)) return undefined;
    return values.map((value) => (value === undefined ? DRAWN : number(value)));
  };
  const asWritten = <Value>(value: Value): Value => value;
  const tiers = [0, 1, 2].map((tier) => column(({ handleMs }) => handleMs[tier], asWritten) ?? null);
  return {
    atMs: own.map(({ atMs }) => atMs),
    products: column(
      ({ product }) => product,
      (product) => indexOf(products, product),
    ),
    severities: column(
      ({ severity }) => severity,
      (severity) => SEVERITIES.indexOf(severity),
    ),
    languages: column(
      ({ language }) => language,
      (language) => indexOf(languages, language),
    ),
    customers: column(
      ({ customer }) => customer,
      (customer) => DRAWN_CUSTOMERS + customer,
    ),
    patienceMs: column(({ patienceMs }) => patienceMs, asWritten),
    handleMs: tiers.every((tier) => tier === null) ? undefined : tiers,
  };
}

/** The effect of surges on a segment: the factor on its rates, and the product mix while that differs. */
interface SegmentSurges {
  readonly factor: Pieces;
  readonly mixes: readonly ProductMix[];
}

const NONE: Pieces = { fromMs: [0], values: [1] };

/**
 * Within a surge, the cases of a product are multiplied. So the rate is multiplied by the sum of the shares × factors, and the product mix
 * is in proportion to shares × factors. Overlapping surges multiply each other. Replayed cases have no rate, and are not affected.
 */
export function surgesOf(
  file: ScenarioFile,
  segmentId: string,
  products: readonly string[],
  shares: readonly number[],
): SegmentSurges | null {
  if (ownMember(file.segments, segmentId)?.trace !== undefined) return null;
  const changes = demandOf(file).filter(({ factor }) => factor !== 1);
  const surges = [...file.surges, ...changes].filter(
    ({ segment }) => segment === undefined || segment === segmentId,
  );
  if (surges.length === 0) return null;
  const byProduct = products.map((product) =>
    surges
      .filter((surge) => surge.product === undefined || surge.product === product)
      .reduce((pieces, surge) => multiplyPieces(pieces, piecesOf(surge, file)), NONE),
  );
  const boundaries = [...new Set(byProduct.flatMap(({ fromMs }) => fromMs))].sort(
    (left, right) => left - right,
  );
  const mixes: ProductMix[] = [];
  const factors = boundaries.map((atMs) => {
    const cases = shares.map((share, product) => share * valueAt(byProduct[product] ?? NONE, atMs));
    const factor = cases.reduce((sum, of) => sum + of, 0);
    const mix = factor > 0 ? cases.map((of) => of / factor) : shares;
    if (!isSame(mix, mixes.at(-1)?.shares ?? shares)) mixes.push({ fromMs: atMs, shares: mix });
    return factor;
  });
  return { factor: { fromMs: boundaries, values: factors }, mixes };
}

/** The changes of demand as surges, which begin with the run and have no end where no date is written. */
export function demandOf({ demand = [], start }: ScenarioFile): readonly SurgeFile[] {
  const changes: Exclude<typeof demand, number> = typeof demand === 'number' ? [{ factor: demand }] : demand;
  return changes.map(({ from = start, to = Number.POSITIVE_INFINITY, ...change }) => ({
    ...change,
    from,
    to,
  }));
}

function piecesOf(surge: SurgeFile, file: ScenarioFile): Pieces {
  const { fromMs, toMs } = spanOf(surge, file);
  if (toMs <= 0) return NONE;
  const pieces = [
    [0, 1],
    [Math.max(0, fromMs), surge.factor],
    [toMs, 1],
  ] as const;
  const real = pieces.filter(([atMs], k) => atMs < (pieces[k + 1]?.[0] ?? Number.POSITIVE_INFINITY));
  return { fromMs: real.map(([atMs]) => atMs), values: real.map(([, factor]) => factor) };
}

function valueAt({ fromMs, values }: Pieces, atMs: number): number {
  return values[fromMs.findLastIndex((from) => from <= atMs)] ?? 1;
}

/** Equal except for the last digits, which are lost in dividing by their sum. */
function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.every((share, k) => Math.abs(share - (right[k] ?? 0)) < 1e-12);
}
