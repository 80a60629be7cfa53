import { type Attainment, attainmentOf, type Relevance } from '#base';
import {
  CHANNELS,
  type Channel,
  concernsSegment,
  type Scenario,
  SEVERITIES,
  type Severity,
  serviceLevelOf,
  tellsProductsApart,
} from '#domain';
import { type Estimate, levelOfEach } from '#statistics';
import type { NamedSegment } from '../measures/case-filters.ts';
import type { Measure } from '../measures/measure.ts';
import { measureOfCases } from '../measures/measures.ts';
import { targetMeasure } from '../measures/target-measures.ts';
import type { ReplicationRecord } from '../replications/replication-record.ts';
import { estimateOfSeen } from '../replications/replications.ts';
import { type ComparedMeasure, compareMeasure, lossesBehind } from './compared-measure.ts';
import { type CasesOfKind, commonSegments, kindsOfCases, placesOf } from './more-cases.ts';

/** What decides a comparison, in addition to the chosen measures. */
export interface Decisions {
  readonly targets: readonly TargetMeasure[];
  /** Service by segment and channel. */
  readonly places: readonly PlaceMeasure[];
  /** They show whether a measure improved only because cases were lost. */
  readonly losses: readonly Measure[];
  /** Late and lost cases are counted for each of these. */
  readonly kinds: readonly CasesOfKind[];
}

/** A share that each of the scenarios aims for. */
interface TargetMeasure {
  /** `Germany (phone, severity A)`. */
  readonly title: string;
  readonly measure: Measure;
  /** The share that each scenario aims for. */
  readonly wanted: readonly number[];
}

interface PlaceMeasure {
  /** Title of the segment. */
  readonly segment: string;
  /** `Germany (phone)`. */
  readonly title: string;
  readonly measure: Measure;
}

export const NO_DECISIONS: Decisions = { targets: [], places: [], losses: [], kinds: [] };

/** A target and its result in each scenario. */
export interface ComparedTarget {
  readonly title: string;
  readonly judged: readonly {
    readonly wanted: number;
    readonly estimate: Estimate | null;
    readonly attainment: Attainment | null;
  }[];
}

export interface ComparedPlace extends ComparedMeasure {
  readonly segment: string;
  readonly title: string;
}

/** Beyond this number, service levels are judged over all segments together: nobody reads so many, and intervals get wide. */
const TARGETS_MAX = 400;

/** The targets that all scenarios have, and the service to each segment by channel. Titles and order are those of the first scenario. */
export function decisionsOf(scenarios: readonly Scenario[], measures: readonly Measure[]): Decisions {
  const [first] = scenarios;
  if (first === undefined) return NO_DECISIONS;
  const segments = commonSegments(scenarios);
  const levels = levelTargets(scenarios, segments);
  const figure = first.serviceLevels.length > 0 ? 'service level' : 'speed of answer';
  const ofPlaces = placesOf(first, segments).map(({ channel, segment }) => {
    const measure = measureOfCases(figure, { segment: segment.id, channel }, segments);
    return { segment: segment.title, title: titleOf(measure), measure };
  });
  return {
    targets: [...levels, ...ownTargets(scenarios, segments)],
    places: ofPlaces,
    losses: lossesBehind([...measures, ...ofPlaces.map(({ measure }) => measure)], segments),
    kinds: kindsOfCases(scenarios),
  };
}

/** All measures that replications must provide. */
export function measuresFor({ kinds, losses, places, targets }: Decisions): readonly Measure[] {
  const counted = kinds.flatMap(({ measures }) => measures);
  return [...[...targets, ...places].map(({ measure }) => measure), ...losses, ...counted];
}

/**
 * Each target is judged at `level` by itself, as it would be without the others, so that its verdict is that of `run --replications`. The intervals of
 * places hold together with probability `level`: they are differences.
 */
export function decide(
  { places, targets }: Decisions,
  records: readonly (readonly ReplicationRecord[])[],
  level: number,
  relevance: Relevance,
): { readonly targets: readonly ComparedTarget[]; readonly places: readonly ComparedPlace[] } {
  const correctedLevel = levelOfEach(level, places.length * (records.length - 1));
  return {
    targets: targets.map(({ measure, title, wanted }) => ({
      title,
      judged: records.map((own, s) => {
        const estimate = estimateOfSeen(own, measure.id, level);
        const value = wanted[s] as number;
        return { wanted: value, estimate, attainment: attainmentOf(value, 'more', estimate) };
      }),
    })),
    places: places.map(({ measure, segment, title }) => ({
      segment,
      title,
      ...compareMeasure(measure, records, { level, correctedLevel, relevance }),
    })),
  };
}

function levelTargets(scenarios: readonly Scenario[], segments: readonly NamedSegment[]): TargetMeasure[] {
  const kinds = CHANNELS.flatMap((channel) =>
    SEVERITIES.flatMap((severity) => kindsOf(scenarios, channel, severity)),
  );
  // Scenarios without a common segment are compared by their cases as a whole.
  const owners = segments.length === 0 ? [null] : segments;
  /** What each scenario wants of a kind in each segment; only segments of which all scenarios want something. */
  const rules = kinds.flatMap((kind) => {
    const own = owners.flatMap((segment) => {
      const wanted = scenarios.map((scenario) => levelIn(scenario, segment, kind));
      const owner = segment === null ? {} : { segment: segment.id };
      return wanted.every((target) => target !== undefined) ? [{ owner, wanted }] : [];
    });
    return own.length === 0 ? [] : [{ kind, own }];
  });
  const isMany = rules.reduce((sum, { own }) => sum + own.length, 0) > TARGETS_MAX;
  const all = rules.flatMap(({ kind, own }) => {
    const isAlike =
      own.length === owners.length && own.every(({ wanted }) => `${wanted}` === `${own[0]?.wanted}`);
    if (isMany && isAlike) return own.slice(0, 1).map(({ wanted }) => ({ ...kind, owner: {}, wanted }));
    return own.map((one) => ({ ...kind, ...one }));
  });
  const orderOf = ({ owner }: (typeof all)[number]) =>
    segments.findIndex(({ id }) => 'segment' in owner && id === owner.segment);
  return all
    .toSorted((one, other) => orderOf(one) - orderOf(other))
    .map(({ owner, wanted, ...kind }) => {
      const measure = measureOfCases('service level', { ...owner, ...kind }, segments);
      return { title: titleOf(measure), measure, wanted };
    });
}

/** Cases whose service level is compared: of one product where any scenario has a service level of some products. */
interface LevelKind {
  readonly channel: Channel;
  readonly severity: Severity;
  readonly product?: string;
}

/** By product, only those that all scenarios have. */
function kindsOf(scenarios: readonly Scenario[], channel: Channel, severity: Severity): readonly LevelKind[] {
  const isApart = scenarios.some((scenario) =>
    scenario.segments.some((_, s) => tellsProductsApart(scenario, s, channel, severity)),
  );
  if (!isApart) return [{ channel, severity }];
  const common = scenarios[0]?.products.filter(({ id }) =>
    scenarios.every(({ products }) => products.some((one) => one.id === id)),
  );
  return (common ?? []).map(({ id: product }) => ({ channel, severity, product }));
}

/** `segment`: null for the level of all segments. */
function levelIn(
  scenario: Scenario,
  segment: NamedSegment | null,
  { channel, product, severity }: LevelKind,
): number | undefined {
  const what = product === undefined ? undefined : scenario.products.findIndex(({ id }) => id === product);
  if (segment !== null) {
    const index = scenario.segments.findIndex(({ id }) => id === segment.id);
    return serviceLevelOf(scenario, index, channel, severity, what)?.target;
  }
  const [first, ...others] = scenario.segments.map((_, s) =>
    serviceLevelOf(scenario, s, channel, severity, what),
  );
  return others.every((one) => one === first) ? first?.target : undefined;
}

/** Targets with their own clocks. */
function ownTargets(scenarios: readonly Scenario[], segments: readonly NamedSegment[]): TargetMeasure[] {
  const [first] = scenarios;
  return (first?.targets ?? []).flatMap(({ id }) => {
    const wanted = scenarios.map(({ targets = [] }) => targets.find((one) => one.id === id)?.target);
    if (!wanted.every((target) => target !== undefined)) return [];
    const concerned = segments.filter(({ id: segment }) =>
      scenarios.every((one) => isJudged(one, id, segment)),
    );
    return concerned.map((segment) => {
      const title = `${segment.title} (${id})`;
      return { title, measure: targetMeasure(id, segment), wanted };
    });
  });
}

function isJudged({ segments, targets = [] }: Scenario, target: string, segment: string): boolean {
  const s = segments.findIndex(({ id }) => id === segment);
  return targets.some((one) => one.id === target && concernsSegment(one, s));
}

/** The title of a measure without its figure. */
function titleOf({ title }: Measure): string {
  return title.slice(title.indexOf(', ') + 2);
}
