import { TIERS } from '#domain';
import type { Policy } from './policy.ts';
import type { World } from './world.ts';

/** Cases that the same groups may take, in the same order of choice, share a routing class. */
export interface RoutingClass {
  /** Groups of the tier with the skills, whatever promises and law say. */
  readonly capable: Int32Array;
  /** Those of them that promise and law permit. */
  readonly permitted: Int32Array;
  /** Those of the permitted that are in the customer's region. */
  readonly local: Int32Array;
  /** Why there may be nobody capable: 1 somebody of the tier speaks the language but lacks the product, 0 nobody does. */
  readonly languageKnown: number;
}

/**
 * The routing class of every (stream, product, language, tier), worked out once for the law of a moment. Two keys
 * with equal sets of groups are one class, which keeps the number of waiting queues small.
 */
export class RoutingClasses {
  readonly classes: readonly RoutingClass[];
  private readonly classOf: Int32Array;
  private readonly products: number;
  private readonly languages: number;

  constructor(world: World, policy: Policy) {
    const { scenario } = world;
    this.products = scenario.products.length;
    this.languages = scenario.languages.length;
    this.classOf = new Int32Array(scenario.streams.length * this.products * this.languages * TIERS.length);
    const classes: RoutingClass[] = [];
    const byGroups = new Map<string, number>();
    scenario.streams.forEach((stream, s) => {
      const verdicts = scenario.centres.map((_, c) => policy.verdict(s, c));
      for (let product = 0; product < this.products; product++) {
        for (let language = 0; language < this.languages; language++) {
          for (const tier of TIERS) {
            const routingClass = classify(world, verdicts, s, stream.region, product, language, tier);
            const name = [
              routingClass.capable,
              routingClass.permitted,
              routingClass.local,
              routingClass.languageKnown,
            ].join('|');
            let index = byGroups.get(name);
            if (index === undefined) {
              index = classes.length;
              classes.push(routingClass);
              byGroups.set(name, index);
            }
            this.classOf[this.keyOf(s, product, language, tier)] = index;
          }
        }
      }
    });
    this.classes = classes;
  }

  of(stream: number, product: number, language: number, tier: number): number {
    return this.classOf[this.keyOf(stream, product, language, tier)] as number;
  }

  private keyOf(stream: number, product: number, language: number, tier: number): number {
    return ((stream * this.products + product) * this.languages + language) * TIERS.length + tier - 1;
  }
}

function classify(
  world: World,
  verdicts: readonly number[],
  stream: number,
  region: string,
  product: number,
  language: number,
  tier: number,
): RoutingClass {
  const { scenario, serves, speed, takes } = world;
  const channel = world.streams[stream]?.channel ?? 0;
  const channels = takes.length / scenario.groups.length;
  const capable: number[] = [];
  let languageKnown = 0;
  scenario.groups.forEach((group, g) => {
    if (group.tier !== tier) return;
    if (takes[g * channels + channel] === 0) return;
    if (serves[g * scenario.languages.length + language] === 0) return;
    languageKnown = 1;
    if (speed[g * scenario.products.length + product] === 0) return;
    capable.push(g);
  });
  const permitted = capable.filter((g) => verdicts[world.centreOfGroup[g] as number] === 0);
  const local = permitted.filter(
    (g) => scenario.centres[world.centreOfGroup[g] as number]?.region === region,
  );
  return {
    capable: Int32Array.from(capable),
    permitted: Int32Array.from(permitted),
    local: Int32Array.from(local),
    languageKnown,
  };
}
