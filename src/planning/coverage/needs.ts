import { Verdicts } from '#audit';
import { groupedBy } from '#base';
import { type Channel, type Scenario, type Segment, type Tier, tiersReached } from '#domain';

/** Work that can arise: cases of a stream in a language, about a product, at a tier. */
export interface Need {
  readonly stream: number;
  readonly language: number;
  readonly product: number;
  readonly tier: Tier;
}

/** Needs of the same customers that are equal in everything that the caller compares: all combinations of these lists. */
export interface NeedBox {
  readonly segment: number;
  readonly timeZone: string;
  readonly countries: readonly string[];
  readonly languages: readonly number[];
  readonly products: readonly number[];
  readonly tiers: readonly Tier[];
  readonly channels: readonly Channel[];
}

/**
 * Everything that a stream's cases can need according to shares and escalations: languages and products with a share, and tiers that a case
 * of the product can reach. Languages and products that are corrected later are not included.
 */
export function needsOf(scenario: Scenario, stream: number): readonly Need[] {
  const { languageShares = [], segment = -1 } = scenario.streams[stream] ?? {};
  const languages = withShare([languageShares]);
  const { mixes = [], productShares = [] } = scenario.segments[segment] ?? ({} as Partial<Segment>);
  const products = withShare([productShares, ...mixes.map(({ shares }) => shares)]);
  return products.flatMap((product) =>
    tiersReached(scenario.work, product).flatMap((tier) =>
      languages.map((language) => ({ stream, language, product, tier })),
    ),
  );
}

function withShare(lists: readonly (readonly number[])[]): readonly number[] {
  const indices = (lists[0] ?? []).map((_, index) => index);
  return indices.filter((index) => lists.some((shares) => (shares[index] ?? 0) > 0));
}

const DIMENSIONS = ['channels', 'products', 'tiers', 'languages', 'countries'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** A box with its lists as texts, by which boxes are compared. */
interface ComparedBox<Box> {
  readonly box: Box;
  readonly texts: Readonly<Record<Dimension, string>>;
}

/** Joins boxes of equal marks that differ in only one list, so that few boxes cover exactly the same needs. The boxes must be disjoint. */
export function joinBoxes<Box extends NeedBox>(
  boxes: readonly Box[],
  markOf: (box: Box) => number,
): readonly Box[] {
  let compared: readonly ComparedBox<Box>[] = boxes.map(withTexts);
  for (const dimension of DIMENSIONS) compared = joinAlong(compared, dimension, markOf);
  return compared.map(({ box }) => box);
}

function withTexts<Box extends NeedBox>(box: Box): ComparedBox<Box> {
  const { channels, countries, languages, products, tiers } = box;
  const texts = {
    channels: channels.join(),
    countries: countries.join(),
    languages: languages.join(),
    products: products.join(),
    tiers: tiers.join(),
  };
  return { box, texts };
}

function joinAlong<Box extends NeedBox>(
  boxes: readonly ComparedBox<Box>[],
  dimension: Dimension,
  markOf: (box: Box) => number,
): readonly ComparedBox<Box>[] {
  const others = DIMENSIONS.filter((one) => one !== dimension);
  const alike = groupedBy(boxes, ({ box, texts }) => {
    const lists = others.map((other) => texts[other]);
    return `${markOf(box)} ${box.segment} ${box.timeZone} ${lists.join(' ')}`;
  });
  return [...alike.values()].map((joined) => {
    const [first, ...more] = joined;
    if (more.length === 0) return first;
    const list = joined.flatMap(({ box }): readonly unknown[] => box[dimension]);
    return withTexts({ ...first.box, [dimension]: list });
  });
}

/** Groups that may take cases of a segment under one promise, and no longer under another. */
export interface LostWork {
  readonly segment: number;
  /** Groups that may take some of its cases under the first promise, and none under the second. */
  readonly lost: readonly number[];
  /** Groups that may take some of its cases under both. */
  readonly left: readonly number[];
  /** Languages that its cases need. */
  readonly languages: readonly number[];
}

/**
 * By segment, for two scenarios that differ in their promises only. Groups have the skills for these cases; promise and law permit them, as
 * the auditor reads them at the start of the run.
 */
export function lostWork(before: Scenario, after: Scenario): readonly LostWork[] {
  const [had, has] = [permittedBySegment(before), permittedBySegment(after)];
  return before.segments.map((_, segment) => {
    const groups = [...(had[segment]?.groups ?? [])].sort((one, other) => one - other);
    const stay = has[segment]?.groups ?? new Set();
    return {
      segment,
      lost: groups.filter((group) => !stay.has(group)),
      left: groups.filter((group) => stay.has(group)),
      languages: [...(had[segment]?.languages ?? [])],
    };
  });
}

function permittedBySegment(scenario: Scenario) {
  const verdicts = new Verdicts(scenario, scenario.startEpochMs);
  const found = scenario.segments.map(() => ({ groups: new Set<number>(), languages: new Set<number>() }));
  for (const [s, { segment }] of scenario.streams.entries()) {
    for (const { language, product, tier } of needsOf(scenario, s)) {
      found[segment]?.languages.add(language);
      for (const group of verdicts.permittedGroups(s, product, language, tier)) {
        found[segment]?.groups.add(group);
      }
    }
  }
  return found;
}
