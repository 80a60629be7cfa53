import type { Indexed } from '#base';
import {
  type GroupIndex,
  type LanguageIndex,
  type ProductIndex,
  passesToGroups,
  type QueueOwnerIndex,
  type Scenario,
  type StreamIndex,
  TIERS,
  type TierNumber,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Group } from '../people/agents.ts';
import { emptyGroupSet } from '../people/idle-agents.ts';
import { isSubcontracted, putsSubcontractorsLast } from '../residency/contracts.ts';
import type { Policy } from '../residency/policy.ts';
import type { World } from '../world/world.ts';

/** Cases that the same groups may take share a routing class. */
export class RoutingClass {
  readonly index: number;
  /** Groups of the tier that have the skills, whatever promise and law say. */
  readonly capable: readonly Group[];
  /** The capable groups that promise and law permit. */
  readonly permitted: readonly Group[];
  /**
   * The permitted groups to which a held case is offered: those in the customer's region; and if subcontractors among them come last,
   * all that are not subcontracted.
   */
  readonly local: readonly Group[];
  /** The permitted and the local groups as sets of one bit per group. */
  readonly permittedSet: Int32Array;
  readonly localSet: Int32Array;
  /** Whether a group of the tier takes the channel and speaks the language. If no group is capable then, it lacks the product. */
  readonly languageKnown: boolean;
  /** Whether the customers have the agreements with the vendor that their law asks for. */
  readonly isAgreed: boolean;
  /** Why cases of the class waited at the last judgement: those held for their region, and the others. */
  causeWhenHeld = -1;
  causeWhenOpen = -1;

  constructor(index: number, groups: Eligible, groupCount: number) {
    this.index = index;
    this.permittedSet = setOf(groups.permitted, groupCount);
    this.localSet = setOf(groups.local, groupCount);
    this.capable = groups.capable;
    this.permitted = groups.permitted;
    this.local = groups.local;
    this.languageKnown = groups.languageKnown;
    this.isAgreed = groups.isAgreed;
  }
}

function setOf(groups: readonly Group[], groupCount: number): Int32Array {
  const set = emptyGroupSet(groupCount);
  for (const { index } of groups) set[index >> 5] = (set[index >> 5] as number) | (1 << (index & 31));
  return set;
}

export type Eligible = Pick<RoutingClass, 'capable' | 'isAgreed' | 'languageKnown' | 'local' | 'permitted'>;

/**
 * The routing class of every (stream, product, language, tier) under the law of one moment. Keys with equal sets of groups share a class,
 * which keeps the number of waiting queues small.
 */
export class RoutingClasses {
  readonly classes: readonly RoutingClass[];
  /** By stream, then product × language × tier. */
  readonly byStream: Indexed<StreamIndex, readonly RoutingClass[]>;

  constructor(world: World, groups: readonly Group[], policy: Policy) {
    const { scenario } = world;
    const classes: RoutingClass[] = [];
    const byGroups = new Map<string, RoutingClass>();
    const known = (eligible: Eligible): RoutingClass => {
      const { capable, isAgreed, languageKnown, local, permitted } = eligible;
      const name = [
        ...[capable, permitted, local].map((list) => list.map(({ index }) => index)),
        languageKnown,
        isAgreed,
      ].join('|');
      let routingClass = byGroups.get(name);
      if (routingClass === undefined) {
        routingClass = new RoutingClass(classes.length, eligible, groups.length);
        classes.push(routingClass);
        byGroups.set(name, routingClass);
      }
      return routingClass;
    };
    /** Streams with equal channel, region, verdicts and agreements have the same classes. */
    const alike = new Map<string, readonly RoutingClass[]>();
    const verdictsOf = verdictsByKind(world, groups, policy);
    this.byStream = scenario.streams.map((stream, s) => {
      const { key: verdictKey, verdicts } = verdictsOf(s);
      const isAgreed = policy.isAgreed(s);
      const key = JSON.stringify([
        isAgreed,
        stream.channel,
        stream.region,
        verdictKey,
        putsSubcontractorsLast(scenario, s),
      ]);
      const before = alike.get(key);
      if (before !== undefined) return before;
      const own = scenario.products.flatMap((_, product) =>
        scenario.languages.flatMap((__, language) =>
          TIERS.map((tier) =>
            known(
              eligible(world, groups, {
                verdicts,
                isAgreed,
                stream: s,
                region: stream.region,
                product,
                language,
                tier,
              }),
            ),
          ),
        ),
      );
      alike.set(key, own);
      return own;
    });
    this.classes = classes;
  }
}

/** Verdicts by product, then group, as numbers of VERDICTS. */
type VerdictTable = Indexed<ProductIndex, Indexed<GroupIndex, number>>;

/** The verdicts on all groups for a stream, with a key that is equal for equal verdicts. Judged once per kind of streams (`lawKinds`). */
function verdictsByKind(
  { lawKinds, scenario }: World,
  groups: readonly Group[],
  policy: Policy,
): (stream: StreamIndex) => { readonly key: number; readonly verdicts: VerdictTable } {
  const ofKind = new Map<number, { readonly key: number; readonly verdicts: VerdictTable }>();
  const keys = new Map<string, number>();
  return (stream) => {
    const kind = lawKinds[stream] as number;
    const known = ofKind.get(kind);
    if (known !== undefined) return known;
    const verdicts = scenario.products.map((_, product) =>
      groups.map(({ index }) => policy.verdict(kind, product, index)),
    );
    const text = verdicts.join('');
    const key = keys.get(text) ?? keys.size;
    keys.set(text, key);
    const found = { key, verdicts };
    ofKind.set(kind, found);
    return found;
  };
}

/** The centre or group whose queue the agents of a group serve. Null if centres and groups have no queues of their own. A case that was passed on to a group is in its queue. */
export function queueOwners({
  routing: { commitment },
  work,
}: Scenario): ((group: Group) => QueueOwnerIndex) | null {
  if (commitment === undefined) return passesToGroups(work) ? ({ index }) => index : null;
  return commitment.to === 'centre' ? ({ centre }) => centre : ({ index }) => index;
}

/**
 * Adds a class for the part of each class that is in the queue of one centre or group. `all`: the given classes and the added ones.
 * `at`: the added ones, by class, then owner of the queue.
 */
export function narrowedTo(
  classes: readonly RoutingClass[],
  ownerOf: (group: Group) => QueueOwnerIndex,
  groupCount: number,
): { readonly all: readonly RoutingClass[]; readonly at: readonly ReadonlyMap<number, RoutingClass>[] } {
  const all = [...classes];
  const at = classes.map(({ capable, isAgreed, languageKnown, local, permitted }) => {
    const byOwner = new Map<number, RoutingClass>();
    for (const owner of new Set(permitted.map(ownerOf))) {
      const there = (groups: readonly Group[]) => groups.filter((group) => ownerOf(group) === owner);
      const left = {
        capable: there(capable),
        permitted: there(permitted),
        local: there(local),
        languageKnown,
        isAgreed,
      };
      const narrowed = new RoutingClass(all.length, left, groupCount);
      all.push(narrowed);
      byOwner.set(owner, narrowed);
    }
    return byOwner;
  });
  return { all, at };
}

interface Key extends Pick<Eligible, 'isAgreed'> {
  readonly verdicts: VerdictTable;
  readonly stream: StreamIndex;
  readonly region: string;
  readonly product: ProductIndex;
  readonly language: LanguageIndex;
  readonly tier: TierNumber;
}

/** Whether the group is of the tier, takes the channel and serves the language. */
export function speaks(
  { scenario, serves, takes }: World,
  group: Group,
  { channel, language, tier }: Pick<CaseRecord, 'channel' | 'language' | 'tier'>,
): boolean {
  const { index } = group;
  const channels = takes.length / scenario.groups.length;
  return (
    group.tier === tier &&
    takes[index * channels + channel] === 1 &&
    serves[index * scenario.languages.length + language] === 1
  );
}

function eligible(world: World, groups: readonly Group[], key: Key): Eligible {
  const { scenario } = world;
  const channel = world.streams[key.stream]?.channel ?? 0;
  const wanted = { channel, language: key.language, tier: key.tier };
  const speaking = groups.filter((group) => speaks(world, group, wanted));
  const capable = speaking.filter(({ speed }) => speed[key.product] !== 0);
  const permitted = capable.filter(({ index }) => key.verdicts[key.product]?.[index] === 0);
  const isInside = ({ centre }: Group) => scenario.centres[centre]?.region === key.region;
  const isOther = ({ index }: Group) => !isSubcontracted(scenario, index);
  const inside = permitted.filter(isInside);
  const isAnyLast = putsSubcontractorsLast(scenario, key.stream) && !inside.every(isOther);
  const local = isAnyLast ? permitted.filter((group) => isInside(group) || isOther(group)) : inside;
  return { capable, permitted, local, languageKnown: speaking.length > 0, isAgreed: key.isAgreed };
}
