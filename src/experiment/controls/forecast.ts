import { DAY_MS, HOUR_MS, rowAt, sumOf } from '#base';
import {
  type ArrivalStream,
  type CaseFilter,
  CHANNELS,
  type Channel,
  type DurationMs,
  expectedRate,
  type GroupIndex,
  type LanguageIndex,
  multiplyPieces,
  type ProductIndex,
  type RunMs,
  type Scenario,
  SEVERITIES,
  type Segment,
  type Severity,
  type StreamIndex,
  serviceLevelOf,
} from '#domain';
import { firstWorkAt, firstWorkOf } from './first-work.ts';
import { byHour, type LateShares, type OfferedClass, Pools } from './pools.ts';

/** The groups that may take a case at tier 1, under the law at the start. Cases with the same index have the same groups. */
export type ClassOf = (
  stream: StreamIndex,
  product: ProductIndex,
  language: LanguageIndex,
) => {
  readonly index: number;
  readonly permitted: readonly { readonly index: GroupIndex }[];
  readonly local: readonly { readonly index: GroupIndex }[];
};

/** Cases that are in time or late alike, and that the same filters select. */
export interface Kind {
  readonly segment: string;
  readonly channel: Channel;
  readonly severity: Severity;
  readonly product: string;
  /** Index of their class. */
  readonly ofClass: number;
  readonly withinMs: DurationMs;
  /** Index into the scenario's busyness; −1 for none. */
  readonly busyness: number;
  /** Mean arrivals by hour of the run. */
  readonly expected: Float64Array;
}

/** What the formula makes of what arrives: by how much the number of cases in time changes. */
export interface Weights {
  /** Cases that are expected to be judged. */
  readonly cases: number;
  /** For each further case, beyond the level: by kind that the level judges, and hour. */
  readonly ofCases: ReadonlyMap<number, Float64Array>;
  /** For each further hour of work: by class and hour. */
  readonly ofWork: readonly Float64Array[];
}

/** The least part of the variance that a control is expected to remove: a quarter, so a gain of 1.33. */
const LEAST_PART = 0.25;
/** If fewer cases are expected to be late, or in time, the variance is that of single cases. */
const LEAST_CASES = 20;

/**
 * Service levels by Erlang's formula, and what each further case and each further hour of work changes in them. It is a function of the
 * scenario alone. The mean of what arrives is known exactly, since chance multiplies rates by factors whose mean is 1.
 */
export class Forecast {
  readonly hours: number;
  readonly demand: Demand;
  private readonly scenario: Scenario;
  private readonly fromHour: number;
  private readonly pools: Pools;
  private readonly late = new Map<string, LateShares>();

  /** `warmUpMs`: measures leave out what arrives before. */
  constructor(scenario: Scenario, classOf: ClassOf, warmUpMs: RunMs) {
    this.scenario = scenario;
    this.hours = Math.ceil(scenario.horizonMs / HOUR_MS);
    this.fromHour = Math.ceil(warmUpMs / HOUR_MS);
    this.demand = demandOf(scenario, classOf, this.hours);
    this.pools = new Pools(scenario, this.demand.classes, this.hours);
  }

  /** Null if the formula says that little of the level's variance comes from what arrives. */
  weightsOf(filter: CaseFilter): Weights | null {
    const { classes, kinds } = this.demand;
    const judged = kinds.flatMap((kind, k) => (selects(filter, kind) ? [k] : []));
    let [cases, inTime] = [0, 0];
    for (const k of judged) {
      const { expected, ofClass, withinMs } = rowAt(kinds, k);
      const { share } = this.lateOf(ofClass, withinMs);
      for (let hour = this.fromHour; hour < this.hours; hour++) {
        cases += expected[hour] as number;
        inTime += (expected[hour] as number) * (1 - (share[hour] as number));
      }
    }
    if (Math.min(inTime, cases - inTime) < LEAST_CASES) return null;
    const level = inTime / cases;
    const ofCases = new Map<number, Float64Array>();
    /** By class: late cases for each further agent that all its agents' work keeps busy. */
    const slopes = classes.map(() => new Float64Array(this.hours));
    for (const k of judged) {
      const { expected, ofClass, withinMs } = rowAt(kinds, k);
      const { share, slope } = this.lateOf(ofClass, withinMs);
      const own = new Float64Array(this.hours);
      for (let hour = this.fromHour; hour < this.hours; hour++) {
        own[hour] = 1 - (share[hour] as number) - level;
        const ofLoad = slopes[ofClass] as Float64Array;
        ofLoad[hour] = (ofLoad[hour] as number) + (expected[hour] as number) * (slope[hour] as number);
      }
      ofCases.set(k, own);
    }
    const weights = { cases, ofCases, ofWork: this.ofWork(slopes) };
    const explained = this.varianceOf(weights) / cases ** 2;
    return explained < LEAST_PART * (explained + (level * (1 - level)) / cases) ? null : weights;
  }

  private lateOf(ofClass: number, withinMs: DurationMs): LateShares {
    const key = `${ofClass} ${withinMs}`;
    const known = this.late.get(key) ?? this.pools.late(ofClass, withinMs);
    this.late.set(key, known);
    return known;
  }

  /** Work makes cases late in its own hour and, if it takes long, in the next one. */
  private ofWork(slopes: readonly Float64Array[]): readonly Float64Array[] {
    return this.demand.classes.map(({ workMs }, from) => {
      const next = spilled(workMs);
      const weights = new Float64Array(this.hours);
      for (let hour = 0; hour < this.hours; hour++) {
        const late = sumOf(
          slopes.map((slope, of) => (slope[hour] as number) * this.pools.part(hour, from, of)),
        );
        weights[hour] = (weights[hour] as number) - (1 - next) * late;
        if (hour > 0) weights[hour - 1] = (weights[hour - 1] as number) - next * late;
      }
      return weights;
    });
  }

  /** Roughly, with work of the variation of an exponential one: of Poisson arrivals, and of days that are busy together. */
  private varianceOf({ ofCases, ofWork }: Weights): number {
    const { busyness = [], horizonMs } = this.scenario;
    const { classes, kinds } = this.demand;
    const days = busyness.map(() => new Float64Array(Math.ceil(horizonMs / DAY_MS)));
    let variance = 0;
    kinds.forEach(({ busyness: b, expected, ofClass }, k) => {
      const own = ofCases.get(k);
      const work = rowAt(ofWork, ofClass);
      const workHours = rowAt(classes, ofClass).workMs / HOUR_MS;
      for (let hour = 0; hour < this.hours; hour++) {
        const byWork = (work[hour] as number) * workHours;
        const each = (own?.[hour] ?? 0) + byWork;
        variance += (expected[hour] as number) * (each ** 2 + byWork ** 2);
        const day = Math.floor((hour * HOUR_MS) / DAY_MS);
        const ofDays = days[b];
        if (ofDays !== undefined) ofDays[day] = (ofDays[day] as number) + (expected[hour] as number) * each;
      }
    });
    busyness.forEach(({ shape }, b) => {
      for (const sum of days[b] as Float64Array) variance += sum ** 2 / shape;
    });
    return variance;
  }
}

/** What arrives, by what decides how long it waits. */
interface Demand {
  readonly kinds: readonly Kind[];
  readonly classes: readonly OfferedClass[];
  /** By place (`placeOf`) and severity: the index of the kind; −1 for cases that no service level judges. */
  readonly kindOf: Int32Array;
  /** By place: the index of the class; −1 if there are no such cases. */
  readonly classOf: Int32Array;
  /** Of `firstWorkOf`. */
  readonly workMs: Float64Array;
}

/** A number for each stream, product and language. */
export function placeOf(
  { languages, products }: Pick<Scenario, 'languages' | 'products'>,
  stream: StreamIndex,
  product: ProductIndex,
  language: LanguageIndex,
): number {
  return (stream * products.length + product) * languages.length + language;
}

function demandOf(scenario: Scenario, classOf: ClassOf, hours: number): Demand {
  const { languages, products, segments, streams } = scenario;
  const workMs = firstWorkOf(scenario);
  const places = streams.length * products.length * languages.length;
  const found = {
    classOf: new Int32Array(places).fill(-1),
    kindOf: new Int32Array(places * SEVERITIES.length).fill(-1),
    kinds: new Numbered<Kind>(),
    classes: new Numbered<ClassBegun>(),
  };
  streams.forEach((stream, s) => {
    const { channel } = stream;
    const segment = rowAt(segments, stream.segment);
    for (const { language, product, share } of mixOf(segment, stream)) {
      const arrivals = arrivalsByHour(scenario, s, product, hours);
      const place = placeOf(scenario, s, product, language);
      const mean = firstWorkAt(scenario, workMs, CHANNELS.indexOf(channel), product);
      const eligible = classOf(s, product, language);
      const ofClass = found.classes.numberOf(`${eligible.index}`, () => begunClass(eligible, hours));
      found.classOf[place] = ofClass;
      found.classes.at(ofClass).add(arrivals, share, mean);
      SEVERITIES.forEach((severity, v) => {
        const level = serviceLevelOf(scenario, stream.segment, channel, severity, product);
        if (level === undefined || segment.severityShares[v] === 0) return;
        const kind = found.kinds.numberOf([stream.segment, channel, v, product, ofClass].join(' '), () => ({
          segment: segment.id,
          channel,
          severity,
          product: rowAt(products, product).id,
          ofClass,
          withinMs: level.withinMs,
          busyness: segment.busyness ?? -1,
          expected: new Float64Array(hours),
        }));
        found.kindOf[place * SEVERITIES.length + v] = kind;
        addTimes(found.kinds.at(kind).expected, arrivals, share * (segment.severityShares[v] as number));
      });
    }
  });
  return { ...found, workMs, kinds: found.kinds.all, classes: found.classes.all.map((one) => one.offered()) };
}

/** Things by a name, numbered in the order in which they first appear. */
class Numbered<Thing> {
  readonly all: Thing[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(name: string, make: () => Thing): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.all.length);
    return this.all.push(make()) - 1;
  }

  at(number: number): Thing {
    return rowAt(this.all, number);
  }
}

interface ClassBegun {
  add(arrivals: Float64Array, share: number, workMs: DurationMs): void;
  offered(): OfferedClass;
}

function begunClass({ local, permitted }: ReturnType<ClassOf>, hours: number): ClassBegun {
  const offered = new Float64Array(hours);
  let cases = 0;
  return {
    add(arrivals, share, workMs) {
      addTimes(offered, arrivals, (share * workMs) / HOUR_MS);
      cases += share * sumOf(arrivals);
    },
    offered() {
      const workMs = Math.max(1, (sumOf(offered) * HOUR_MS) / Math.max(cases, 1e-9));
      const next = spilled(workMs);
      return {
        groups: permitted.map(({ index }) => index),
        local: local.map(({ index }) => index),
        workMs,
        offered,
        load: offered.map((own, hour) => (1 - next) * own + next * (offered[hour - 1] ?? own)),
      };
    },
  };
}

/** The part of an hour's work that is done in the next one, for exponential work and arrivals at any time of the hour. */
function spilled(workMs: DurationMs): number {
  const mean = workMs / HOUR_MS;
  return Math.min(0.9, mean * (1 - Math.exp(-1 / mean)));
}

/** What the cases of a stream can be about, with the share of the language. */
function mixOf({ mixes = [], productShares }: Segment, { languageShares }: ArrivalStream) {
  return productShares.flatMap((share, product) => {
    if ([share, ...mixes.map(({ shares }) => shares[product])].every((one) => one === 0)) return [];
    return languageShares.flatMap((ofLanguage, language) =>
      ofLanguage === 0 ? [] : [{ product, language, share: ofLanguage }],
    );
  });
}

/** Mean arrivals about a product. */
function arrivalsByHour(
  scenario: Scenario,
  stream: StreamIndex,
  product: ProductIndex,
  hours: number,
): Float64Array {
  const arrivals = new Float64Array(hours);
  const arriving = rowAt(scenario.streams, stream);
  const { mixes = [], productShares } = rowAt(scenario.segments, arriving.segment);
  const { fromMs, perMs } = expectedRate(scenario, arriving);
  const rates = { fromMs, values: perMs };
  const shares = {
    fromMs: [0, ...mixes.map((mix) => mix.fromMs)],
    values: [productShares, ...mixes.map((mix) => mix.shares)].map((all) => all[product] ?? 0),
  };
  const pieces = multiplyPieces(rates, shares);
  pieces.fromMs.forEach((fromMs, piece) => {
    const toMs = Math.min(scenario.horizonMs, pieces.fromMs[piece + 1] ?? Number.POSITIVE_INFINITY);
    byHour(arrivals, { fromMs, toMs }, (pieces.values[piece] ?? 0) * HOUR_MS);
  });
  return arrivals;
}

function addTimes(sums: Float64Array, values: Float64Array, factor: number): void {
  values.forEach((value, hour) => {
    sums[hour] = (sums[hour] as number) + value * factor;
  });
}

function selects({ channel, product, segment, severity }: CaseFilter, kind: Kind): boolean {
  return (
    (segment === undefined || segment === kind.segment) &&
    (channel === undefined || channel === kind.channel) &&
    (severity === undefined || severity === kind.severity) &&
    (product === undefined || product === kind.product)
  );
}
