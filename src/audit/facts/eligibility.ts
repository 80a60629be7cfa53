import {
  type CentreIndex,
  type ChannelIndex,
  type GroupIndex,
  type Knowledge,
  type LanguageIndex,
  PROMISE_DIMENSIONS,
  type ProductIndex,
  type QueueOwnerIndex,
  type StreamIndex,
  TIERS,
  type TierNumber,
  WAITING_CAUSES,
} from '#domain';
import { ALL_CLASSES, Boundary, WORKING_COPY } from '../law/boundary.ts';
import { Consents } from '../law/consents.ts';
import { Contracts } from '../law/contracts.ts';
import { Personnel } from '../law/personnel.ts';
import type { AtInstant } from '../law/rule.ts';
import { TransferLaw } from '../law/transfer-law.ts';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import type { CaseState, CaseView } from './case-state.ts';
import type { EligibleGroups, PoolView, WaitingPool } from './waiting-pool.ts';

/** What promise and law permit, each set to the same instant. */
export interface Rules {
  readonly boundary: Boundary;
  readonly consents: Consents;
  /** Whether the law is read as it was known at each moment, or as it is known today. */
  readonly law: TransferLaw;
  readonly personnel: Personnel;
  readonly contracts: Contracts;
}

/** The rules as judges see them. */
export type RulesView = { readonly [Name in keyof Rules]: AtInstant<Rules[Name]> };

export function makeRules(tables: ScenarioTables, knowledge: Knowledge = 'then'): Rules {
  return {
    boundary: new Boundary(tables),
    consents: new Consents(tables),
    law: new TransferLaw(tables, knowledge),
    personnel: new Personnel(tables),
    contracts: new Contracts(tables),
  };
}

/** Fields that decide which groups may take a case. */
type RoutedBy = Pick<CaseView, 'stream' | 'product' | 'language' | 'tier'>;

/** Fields that decide whether promise and law permit a group to see a case. */
type SeenBy = Pick<CaseView, 'stream' | 'product'>;

/** Eligibility as judges see it. */
export interface EligibilityView {
  readonly pools: readonly PoolView<CaseView>[];
  readonly poolsOfGroup: readonly (readonly PoolView<CaseView>[])[];
  groupsFor(supportCase: RoutedBy): EligibleGroups;
  poolFor(supportCase: CaseView): PoolView<CaseView>;
  whyNotGroup(supportCase: SeenBy, group: GroupIndex, inEmergency?: boolean): string | null;
  isPermitted(supportCase: SeenBy, group: GroupIndex): boolean;
}

type Skilled = Pick<EligibleGroups, 'able' | 'languageKnown'>;

/** Cases with the same eligible groups, with their pools for routing stage 0 and for later stages. */
interface RoutingKind {
  readonly groups: EligibleGroups;
  readonly first: WaitingPool<CaseState>;
  readonly later: WaitingPool<CaseState>;
  /** By centre or group in whose queue cases wait. */
  readonly byOwner: Map<number, WaitingPool<CaseState>>;
}

/** Determines who may take which cases: once for each kind of case, and again after each change of law. */
export class Eligibility {
  /** Every pool created since the last change of law; then, by group, the pools from which it may take. */
  pools: WaitingPool<CaseState>[] = [];
  poolsOfGroup: WaitingPool<CaseState>[][];

  private readonly tables: ScenarioTables;
  private readonly rules: Rules;
  private readonly preferenceHolds: boolean;
  private readonly keepsMembers: boolean;
  private listsWaiting = false;
  /** By stream, then by product, language and tier. */
  private kinds: (RoutingKind | undefined)[][] = [];
  private byContent = new Map<string, RoutingKind>();
  /** By customers, then by product and group: whether promise and law permit the group. */
  private permits: (boolean | undefined)[][] = [];
  /** The first stream of the same segment and country: promise and law treat the customers alike on every channel. */
  private readonly customersOf: readonly StreamIndex[];
  private readonly skilled = new Map<string, Skilled>();

  constructor(tables: ScenarioTables, rules: Rules) {
    this.tables = tables;
    this.rules = rules;
    this.keepsMembers = tables.scenario.groups.some(
      ({ concurrency, takesFirst, takesOnlyWhile }) =>
        (concurrency ?? takesFirst ?? takesOnlyWhile) !== undefined,
    );
    this.preferenceHolds = tables.scenario.routing.stages.some((stage) =>
      stage.prefer.includes('local specialist'),
    );
    this.poolsOfGroup = tables.scenario.groups.map(() => []);
    const firsts = new Map<string, StreamIndex>();
    this.customersOf = tables.scenario.streams.map(({ country, segment }, stream) => {
      const key = `${segment} ${country}`;
      const first = firsts.get(key) ?? stream;
      firsts.set(key, first);
      return first;
    });
    // V8 takes fields for constants until they change, and would compile their readers again at the first change of law.
    this.forget();
  }

  /** Discards all results after a change of promise or law. Set boundary and law to the new instant first. */
  forget(): void {
    this.pools = [];
    this.poolsOfGroup = this.tables.scenario.groups.map(() => []);
    this.kinds = [];
    this.byContent = new Map();
    this.permits = [];
  }

  /** Makes every pool list its cases, now and later. The caller fills the lists. */
  listWaiting(): void {
    this.listsWaiting = true;
    for (const pool of this.pools) pool.waiting ??= new Set();
  }

  /** Groups that may take the case as now described. */
  groupsFor(supportCase: RoutedBy): EligibleGroups {
    return this.kindOf(supportCase).groups;
  }

  /** The pool of the case for its present routing stage, or for the queue that it has joined. */
  poolFor(supportCase: CaseView): WaitingPool<CaseState> {
    const kind = this.kindOf(supportCase);
    if (supportCase.rare.queueOwner >= 0) return this.poolOfOwner(kind, supportCase.rare.queueOwner);
    return supportCase.stage === 0 ? kind.first : kind.later;
  }

  /** The pool of those groups of a kind that serve the queue of `owner`. */
  private poolOfOwner({ groups, byOwner }: RoutingKind, owner: QueueOwnerIndex): WaitingPool<CaseState> {
    let pool = byOwner.get(owner);
    if (pool === undefined) {
      const there = (among: readonly number[]) =>
        among.filter((group) => this.tables.queueOwnerOf(group) === owner);
      const { able, isAgreed, languageKnown, local, permitted } = groups;
      const left = {
        able: there(able),
        permitted: there(permitted),
        local: there(local),
        languageKnown,
        isAgreed,
      };
      pool = this.makePool(left, false);
      byOwner.set(owner, pool);
    }
    return pool;
  }

  /** Only what is known is kept: a ledger can name any number. */
  private isKnown(product: ProductIndex, language: LanguageIndex, tier: TierNumber): boolean {
    const { languages, products } = this.tables.scenario;
    return product < products.length && language < languages.length && tier >= 1 && tier <= TIERS.length;
  }

  private kindOf({ stream, product, language, tier }: RoutedBy): RoutingKind {
    if (!this.isKnown(product, language, tier)) return this.workOut(stream, product, language, tier);
    const { languages } = this.tables.scenario;
    this.kinds[stream] ??= [];
    const ofStream = this.kinds[stream];
    const key = (product * languages.length + language) * TIERS.length + tier - 1;
    ofStream[key] ??= this.workOut(stream, product, language, tier);
    return ofStream[key];
  }

  /** Why promise or law forbids the centre for cases of a stream; null if they permit it. */
  private whyNotCentre(stream: StreamIndex, centre: CentreIndex, inEmergency: boolean): string | null {
    const { tables } = this;
    const { boundary, consents, law } = this.rules;
    const place = tables.placeOfCentre(centre);
    const { promise } = tables.stream(stream);
    const outside = inEmergency ? [] : boundary.dimensionsOutside(promise, ALL_CLASSES, place);
    if (outside.length > 0 && !consents.cover(stream, outside, place)) {
      const dimension = PROMISE_DIMENSIONS.indexOf(outside[0] ?? 'access');
      return boundary.whyNot(promise, dimension, ALL_CLASSES, place);
    }
    const keepsCopy = tables.scenario.centres[centre]?.access === 'local system';
    if (keepsCopy && !boundary.allows(promise, WORKING_COPY, ALL_CLASSES, place)) {
      return boundary.whyNot(promise, WORKING_COPY, ALL_CLASSES, place);
    }
    return law.hasBasis(stream, place) ? null : `no legal basis for a transfer to ${tables.placeName(place)}`;
  }

  /**
   * Why promise or law forbids the group: because of its centre, its agents or their employer. In an emergency the
   * location of the centre does not matter, but it may not keep a copy.
   */
  whyNotGroup({ product, stream }: SeenBy, group: GroupIndex, inEmergency = false): string | null {
    const { promise } = this.tables.stream(stream);
    const centre = this.tables.centreOf(group);
    if (inEmergency && this.tables.scenario.centres[centre]?.access === 'local system')
      return 'its centre would keep a copy';
    return (
      this.whyNotCentre(stream, centre, inEmergency) ??
      this.whyNotEmployer(stream, group) ??
      this.rules.personnel.whyNot(promise, ALL_CLASSES, group) ??
      this.rules.contracts.whyNotSeenBy(stream, group, product)
    );
  }

  private whyNotEmployer(stream: StreamIndex, group: GroupIndex): string | null {
    const { rules, tables } = this;
    const employer = tables.employerElsewhere(group);
    const place = tables.placeOfCentre(tables.centreOf(group));
    if (employer === null || rules.law.hasBasisToEmploy(stream, place, employer)) return null;
    const name = tables.scenario.entities[employer]?.id ?? employer;
    return `no legal basis for a transfer to ${name}, whose agents work at ${tables.placeName(place)}`;
  }

  /** Groups with the skills, whatever promise and law say: no change of law alters them. */
  private skilledFor(
    channel: ChannelIndex,
    product: ProductIndex,
    language: LanguageIndex,
    tier: TierNumber,
  ): Skilled {
    const key = `${channel} ${product} ${language} ${tier}`;
    let skilled = this.skilled.get(key);
    if (skilled === undefined) {
      const { tables } = this;
      const able: number[] = [];
      let languageKnown = false;
      tables.scenario.groups.forEach((group, g) => {
        if (group.tier !== tier || !tables.takes(g, channel) || !tables.serves(g, language)) return;
        languageKnown = true;
        if (tables.knows(g, product)) able.push(g);
      });
      skilled = { able, languageKnown };
      if (this.isKnown(product, language, tier)) this.skilled.set(key, skilled);
    }
    return skilled;
  }

  /** Whether promise and law permit the group to see such cases, unless in an emergency. */
  isPermitted({ product, stream }: SeenBy, group: GroupIndex): boolean {
    const customers = this.customersOf[stream] ?? stream;
    this.permits[customers] ??= [];
    const known = this.permits[customers];
    const key = product * this.tables.scenario.groups.length + group;
    known[key] ??= this.whyNotGroup({ product, stream }, group) === null;
    return known[key];
  }

  private workOut(
    stream: StreamIndex,
    product: ProductIndex,
    language: LanguageIndex,
    tier: TierNumber,
  ): RoutingKind {
    const { tables } = this;
    const { channel, region } = tables.stream(stream);
    const { able, languageKnown } = this.skilledFor(channel, product, language, tier);
    const permitted = able.filter((g) => this.isPermitted({ product, stream }, g));
    const inside = permitted.filter((g) => tables.scenario.centres[tables.centreOf(g)]?.region === region);
    // While a subcontractor inside is not needed, cases are not held back from the vendor's own people elsewhere.
    const isHeldBack =
      !tables.keepsFromSubcontractors(stream) || !inside.some((g) => tables.isSubcontracted(g));
    const local = isHeldBack
      ? inside
      : permitted.filter((g) => inside.includes(g) || !tables.isSubcontracted(g));
    const isAgreed = this.rules.contracts.whyNotAgreed(stream) === null;
    const content = [able, permitted, local, languageKnown, isAgreed].join('|');
    let kind = this.byContent.get(content);
    if (kind === undefined) {
      const groups = { able, permitted, local, languageKnown, isAgreed };
      const isHeldFirst = this.preferenceHolds && local.length > 0;
      kind = {
        groups,
        first: this.makePool(groups, isHeldFirst),
        later: this.makePool(groups, false),
        byOwner: new Map(),
      };
      this.byContent.set(content, kind);
    }
    return kind;
  }

  private makePool(groups: EligibleGroups, held: boolean): WaitingPool<CaseState> {
    const mayTake = held ? groups.local : groups.permitted;
    const counts = new Int32Array(WAITING_CAUSES.length + 1);
    const waiting = this.keepsMembers || this.listsWaiting ? new Set<CaseState>() : null;
    const members = this.keepsMembers ? waiting : null;
    const pool: WaitingPool<CaseState> = {
      groups,
      held,
      mayTake,
      counts,
      total: 0,
      members,
      waiting,
      cause: -1,
      causeVersion: -1,
    };
    this.pools.push(pool);
    for (const group of mayTake) this.poolsOfGroup[group]?.push(pool);
    return pool;
  }
}
