import { attainmentOf, definite, SECOND_MS } from '#base';
import {
  type Channel,
  concernsSegment,
  type JudgedKind,
  judgedKinds,
  levelKey,
  type Scenario,
  type Severity,
  type Target,
  type TargetMeasure,
  targetKey,
} from '#domain';
import type { Estimate, FeatureRows, Summary } from '#statistics';
import { type TargetState, verdictOfOneRun } from './one-run-verdict.ts';
import { lengthsOf, type MeasuredLength } from './run-length.ts';

/** A target of the scenario for the cases of one segment. */
export interface WantedTarget {
  readonly segment: { readonly id: string; readonly title: string };
  /** The target's id; null for a service level. */
  readonly id: string | null;
  readonly of: TargetMeasure;
  readonly channels: readonly Channel[];
  readonly severities: readonly Severity[];
  /** The product whose cases are judged, where a service level is only for some products; otherwise null. */
  readonly product: { readonly id: string; readonly title: string } | null;
  /** How soon a case must be answered or resolved, ms; null for other targets. */
  readonly withinMs: number | null;
  /** Whether that time runs only in business hours. */
  readonly isInHours: boolean;
  /** How many unanswered cases a target for the backlog allows; null for other targets. */
  readonly casesMax: number | null;
  /** The share that must be reached, or that abandonment must not exceed: from 0 to 1. */
  readonly wanted: number;
  /** The id of the measure by which experiments know it. */
  readonly measure: string;
}

/** Whether runs met a target. */
export interface TargetVerdict extends WantedTarget {
  readonly state: TargetState;
  /** The share in time; for abandonment, of those who gave up; for a backlog, of the days with no more cases than wanted. From 0 to 1. */
  readonly share: number;
  /** The interval of the share: for one run, from how the share varies (`verdictOfOneRun`); over replications, by Student's t. */
  readonly interval: readonly [low: number, high: number];
  /** How long one run would have to be for a verdict, ms; null if it has one, or length is not the reason why it has none. */
  readonly neededMs: number | null;
  /** How much was judged. */
  readonly judged: number;
  readonly judgedOf: 'cases' | 'days' | 'replications';
}

/** What is needed of a run's results for verdicts. */
export type JudgedRun = MeasuredLength &
  FeatureRows &
  Pick<Summary, 'judgedOverTime' | 'productLevels' | 'targets'>;

/**
 * Every service level and target of the scenario, for each segment that had cases of it, the worst first: missed before undecided
 * before met, and within each by how many cases (of a backlog, days) are missing. "Too close to call": the target lies in the interval of
 * the share.
 */
export function targetVerdicts(summary: JudgedRun, scenario: Scenario): readonly TargetVerdict[] {
  const { cells, judgedOverTime, productLevels = [], targets = [] } = summary;
  const cellOf = new Map(cells.map((cell) => [cell.id, cell]));
  const levelOf = new Map(
    productLevels.map((row) => [`${row.segment}/${row.channel}/${row.severity}/${row.product}`, row]),
  );
  const rowOf = new Map(judgedOverTime?.rows.map((row) => [row.id, row]));
  const seenOf = ({ channels, id, product, segment, severities }: WantedTarget) => {
    if (id === null) {
      const key = `${segment.id}/${channels[0]}/${severities[0]}`;
      const cell = product === null ? cellOf.get(key) : levelOf.get(`${key}/${product.id}`);
      return { judged: cell?.judged ?? 0, share: cell?.serviceLevel ?? 0 };
    }
    const row = targets.find((one) => one.id === id && one.segment === segment.id);
    return { judged: row?.judged ?? 0, share: row?.attainment ?? 0 };
  };
  const lengthOf = lengthsOf(summary, scenario);
  return worstFirst(
    wantedTargets(scenario).flatMap((wanted) => {
      const { judged, share } = seenOf(wanted);
      if (judged === 0) return [];
      const judgedOf = countedIn(wanted);
      const row = rowOf.get(wanted.measure);
      const parts =
        row?.judged.map((count, i) => ({ numerator: count - (row.met[i] ?? 0), denominator: count })) ?? null;
      // The share that is wanted of abandonment is that of those who give up.
      const most = wanted.of === 'abandonment' ? wanted.wanted : restOf(wanted.wanted);
      const everyMs = (judgedOverTime?.everyS ?? 0) * SECOND_MS;
      const seen = { most, isShare: true, judged, judgedOf, parts, everyMs } as const;
      const { high, low, neededMs, state } = verdictOfOneRun(seen, lengthOf(wanted));
      const interval = [restOf(Math.min(1, high)), restOf(Math.max(0, low))] as const;
      return [{ ...wanted, judged, judgedOf, state, neededMs, ...shownOf(wanted, share, interval) }];
    }),
  );
}

/**
 * Judges every service level and target over replications, the worst first. `estimateOf`: the estimate of the measure of that id; null
 * where no interval can be given.
 */
export function replicatedVerdicts(
  scenario: Scenario,
  replications: number,
  estimateOf: (measure: string) => Estimate | null,
): readonly TargetVerdict[] {
  return worstFirst(
    wantedTargets(scenario).flatMap((wanted) => {
      const estimate = estimateOf(wanted.measure);
      if (estimate === null) return [];
      const { fewCases, halfWidth, mean } = estimate;
      const interval = [Math.max(0, mean - halfWidth), Math.min(1, mean + halfWidth)] as const;
      const ends = { mean: (interval[0] + interval[1]) / 2, halfWidth: (interval[1] - interval[0]) / 2 };
      const middle = fewCases === undefined ? ends : { ...ends, fewCases };
      const least = wanted.of === 'abandonment' ? restOf(wanted.wanted) : wanted.wanted;
      const state = definite(attainmentOf(least, 'more', middle), 'there is an interval');
      const own = { ...wanted, state, neededMs: null, ...shownOf(wanted, mean, interval) };
      const judgedOf = fewCases === undefined ? 'replications' : countedIn(wanted);
      return [{ ...own, judged: fewCases ?? replications, judgedOf }];
    }),
  );
}

function countedIn({ of }: WantedTarget): 'cases' | 'days' {
  return of === 'backlog' ? 'days' : 'cases';
}

function wantedTargets(scenario: Scenario): readonly WantedTarget[] {
  const { segments, targets = [] } = scenario;
  return [
    ...judgedKinds(scenario).map((kind) => wantedOfLevel(kind, scenario)),
    ...targets.flatMap((target) =>
      segments.flatMap(({ id, title }, s) =>
        concernsSegment(target, s) ? [wantedOf(target, { id, title })] : [],
      ),
    ),
  ];
}

function wantedOfLevel(kind: JudgedKind, scenario: Scenario): WantedTarget {
  const {
    level: { channel, severity, target, withinMs },
    product,
    segment,
  } = kind;
  const { products, segments } = scenario;
  const { id, title } = definite(segments[segment], 'a service level is of a segment');
  const what = product === null ? null : definite(products[product], 'and of a product');
  return {
    segment: { id, title },
    id: null,
    of: 'answer',
    channels: [channel],
    severities: [severity],
    product: what === null ? null : { id: what.id, title: what.title },
    withinMs,
    isInHours: false,
    casesMax: null,
    wanted: target,
    measure: levelKey(kind, scenario),
  };
}

function wantedOf(target: Target, segment: WantedTarget['segment']): WantedTarget {
  const { casesMax = null, channels, hours, id, of, severities, withinMs = null } = target;
  const wanted = of === 'abandonment' ? restOf(target.target) : target.target;
  const isInHours = hours !== undefined;
  const measure = targetKey(id, segment.id);
  const product = null;
  return { segment, id, of, channels, severities, product, withinMs, isInHours, casesMax, wanted, measure };
}

/** `share`, `interval`: of what went as wanted, so that those of abandonment are turned round. */
function shownOf(
  { of }: WantedTarget,
  share: number,
  [low, high]: TargetVerdict['interval'],
): Pick<TargetVerdict, 'share' | 'interval'> {
  return of === 'abandonment'
    ? { share: restOf(share), interval: [restOf(high), restOf(low)] }
    : { share, interval: [low, high] };
}

/** 1 less a share, without the rounding error of the difference. */
export function restOf(share: number): number {
  return Number((1 - share).toPrecision(12));
}

const RANKS: Readonly<Record<TargetState, number>> = {
  missed: 0,
  'too close to call': 1,
  'too short': 1,
  'too few cases': 2,
  'not judged': 2,
  met: 3,
};

function worstFirst(verdicts: readonly TargetVerdict[]): readonly TargetVerdict[] {
  return verdicts.toSorted(
    (one, other) => RANKS[one.state] - RANKS[other.state] || missingOf(other) - missingOf(one),
  );
}

/** Cases that would have to go better to meet the target; where it is met, the distance of the share from it, as a number that is not positive. */
function missingOf({ judged, of, share, wanted }: TargetVerdict): number {
  const missing = of === 'abandonment' ? share - wanted : wanted - share;
  return missing > 0 ? missing * judged : missing;
}

/** Whether the share itself, whatever its interval, is not as wanted. */
export function isBehind(verdict: TargetVerdict): boolean {
  return missingOf(verdict) > 0;
}
