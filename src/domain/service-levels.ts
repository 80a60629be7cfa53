import { DAY_MS, MINUTE_MS } from '#base';
import type { DurationMs, ProductIndex, SegmentIndex } from './indices.ts';
import type { ArrivalStream } from './scenario/arrival-streams.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { ServiceLevel, Target } from './scenario/service-goals.ts';
import type { Channel, Severity } from './vocabulary.ts';

/** Whether a target or service level is of the cases of a segment (its index). */
export function concernsSegment({ segments }: Pick<Target, 'segments'>, segment: SegmentIndex): boolean {
  return segments === undefined || segments.includes(segment);
}

/** Whether the target is of cases of a stream that have a severity. */
export function concernsCases(
  target: Target,
  { channel, segment }: Pick<ArrivalStream, 'channel' | 'segment'>,
  severity: Severity,
): boolean {
  const { channels, severities } = target;
  return channels.includes(channel) && severities.includes(severity) && concernsSegment(target, segment);
}

/** Names a target for the cases of one segment, by the ids of both. */
export function targetKey(target: string, segment: string): string {
  return `target ${target}/${segment}`;
}

type Levels = Pick<Scenario, 'serviceLevels'>;

/** Cases that one service level judges: of a segment, channel and severity, and of one product where levels tell products apart. */
export interface JudgedKind {
  readonly segment: SegmentIndex;
  /** Null for the cases of all products. */
  readonly product: ProductIndex | null;
  readonly level: ServiceLevel;
}

/** The service level of cases, if they have one. Leave out the product only where `tellsProductsApart` is false. */
export function serviceLevelOf(
  { serviceLevels }: Levels,
  segment: SegmentIndex,
  channel: Channel,
  severity: Severity,
  product?: ProductIndex,
): ServiceLevel | undefined {
  return serviceLevels.find(
    ({ channel: on, products, segments, severity: of }) =>
      on === channel &&
      of === severity &&
      concernsSegment({ segments }, segment) &&
      (products === undefined || (product !== undefined && products.includes(product))),
  );
}

/** Whether a service level for some products applies to cases of the segment, channel and severity. */
export function tellsProductsApart(
  { serviceLevels }: Levels,
  segment: SegmentIndex,
  channel: Channel,
  severity: Severity,
): boolean {
  // A first one for all products leaves none to others.
  const first = serviceLevels.find(
    (level) => level.channel === channel && level.severity === severity && concernsSegment(level, segment),
  );
  return first?.products !== undefined;
}

/** By segment, and within it in the order of the service levels: the cases that each judges. */
export function judgedKinds(
  scenario: Levels & Pick<Scenario, 'products' | 'segments'>,
): readonly JudgedKind[] {
  const { products, segments, serviceLevels } = scenario;
  return segments.flatMap((_, segment) =>
    serviceLevels.flatMap((level): readonly JudgedKind[] => {
      const { channel, severity } = level;
      const isOwn = (product?: ProductIndex) =>
        serviceLevelOf(scenario, segment, channel, severity, product) === level;
      if (!tellsProductsApart(scenario, segment, channel, severity))
        return isOwn() ? [{ segment, product: null, level }] : [];
      return products.flatMap((__, product) => (isOwn(product) ? [{ segment, product, level }] : []));
    }),
  );
}

/** Names a service level for the cases that it judges, as experiments do. */
export function levelKey(
  { level: { channel, severity }, product, segment }: JudgedKind,
  { products, segments }: Pick<Scenario, 'products' | 'segments'>,
): string {
  const ofProduct = product === null ? '' : `/product:${products[product]?.id ?? ''}`;
  return `service level/${segments[segment]?.id ?? ''}/${channel}/${severity}${ofProduct}`;
}

/** Lengths of stretches that divide a day, min. */
const LENGTHS_MIN = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720];
/** The maximum number of stretches of a run. */
const STRETCHES_MOST = 128;

/** How long the stretches are in which a run counts what its targets judge: a part of a day, or whole days. */
export function stretchMs({ horizonMs }: Pick<Scenario, 'horizonMs'>): DurationMs {
  const least = horizonMs / STRETCHES_MOST;
  const ofDay = LENGTHS_MIN.find((minutes) => minutes * MINUTE_MS >= least);
  return ofDay === undefined ? Math.ceil(least / DAY_MS) * DAY_MS : ofDay * MINUTE_MS;
}
