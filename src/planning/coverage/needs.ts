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
