import { assert } from '#base';
import {
  CHANNELS,
  type Scenario,
  type StreamIndex,
  TIERS,
  type TierNumber,
  type TransferRule,
} from '#domain';
import type { Group } from '../people/agents.ts';
import { promiseTo } from '../residency/contracts.ts';
import { holdsForRegion } from '../routing/preferences.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { Epoch } from './epoch.ts';
import type { ExploredCase } from './explored-case.ts';
import type { ExploredEscort } from './explored-consultation.ts';

/** Which groups may have the explored case by promise and law, in the epoch of the step. */
export class ExploredAccess {
  private readonly scenario: Scenario;
  private readonly record: ExploredCase;
  private readonly now: { readonly epoch: Epoch };
  private readonly holds: boolean;
  private readonly escort: ExploredEscort;

  /** `isRoutedAsWritten`: no fault replaces the router. */
  constructor(
    scenario: Scenario,
    record: ExploredCase,
    escort: ExploredEscort,
    now: { readonly epoch: Epoch },
    isRoutedAsWritten: boolean,
  ) {
    this.scenario = scenario;
    this.record = record;
    this.escort = escort;
    this.now = now;
    this.holds = holdsForRegion(scenario.routing) && isRoutedAsWritten;
  }

  /** Groups that may be assigned the waiting case. */
  mayTake(): readonly Group[] {
    const { stage, tier } = this.record;
    const { local, permitted } = this.permittedAt(tier);
    return this.holds && stage === 0 && local.length > 0 ? local : permitted;
  }

  /** Groups that may take the case only in an emergency. */
  inEmergency(): readonly Group[] {
    const { product, source, tier } = this.record;
    if (!this.knowsEmergencies(source.index)) return [];
    const { capable, permitted } = this.permittedAt(tier);
    const { policy } = this.now.epoch;
    return capable.filter(
      (group) => !permitted.includes(group) && policy.verdict(source.index, product, group.index, true) === 0,
    );
  }

  /** Groups that may take the case under escort, if anybody may be the escort. */
  underEscort(): readonly Group[] {
    const { epoch } = this.now;
    const outside = this.escort.outside(epoch, this.permittedAt(this.record.tier).capable);
    return outside.length === 0 || this.escort.able(epoch).length === 0 ? [] : outside;
  }

  /** Groups at a tier below, whose agent may have continued with the case because nobody was free. */
  continuing(): readonly Group[] {
    const { contacts, tier } = this.record;
    if (contacts === 0) return [];
    return rulesTo(this.scenario, this.record).flatMap(({ from, rule }) =>
      rule.way === 'no wait' && rule.otherwise === 'go on' && from >= 1 && from < tier
        ? this.permittedAt(from).permitted
        : [],
    );
  }

  isBarred(): boolean {
    const { group, product, source } = this.record;
    return this.now.epoch.policy.verdict(source.index, product, group) !== 0;
  }

  /** Whether the case is taken from its group, which may not have it. In an emergency, a group may keep the case until the time allowed ends. */
  mustLeave(): boolean {
    const { group, product, source } = this.record;
    if (!this.isBarred() || this.escort.covers(this.now.epoch)) return false;
    return (
      !this.knowsEmergencies(source.index) ||
      this.now.epoch.policy.verdict(source.index, product, group, true) !== 0
    );
  }

  /** Whether a transfer that has brought the case to its tier loses those that would wait. */
  mayBeLost(): boolean {
    return (
      rulesTo(this.scenario, this.record).some(
        ({ rule }) => rule.way === 'no wait' && rule.otherwise === 'lost',
      ) && this.record.contacts > 0
    );
  }

  private permittedAt(tier: TierNumber): RoutingClass {
    const { language, product, source } = this.record;
    const languages = this.scenario.languages.length;
    const key = (product * languages + language) * TIERS.length + tier - 1;
    const ofStream = this.now.epoch.classes.byStream[source.index] as readonly RoutingClass[];
    assert(tier >= 1 && tier <= TIERS.length, 'a case waits at a tier that exists');
    return ofStream[key] as RoutingClass;
  }

  private knowsEmergencies(stream: StreamIndex): boolean {
    return promiseTo(this.scenario, stream)?.breakGlass !== undefined;
  }
}

/** How the case may have come to its tier: by a rule of the channel from the tier below, or by one of the tier that it left. */
function rulesTo(
  { work: { tierTransfers, transfer } }: Scenario,
  { channel, tier }: ExploredCase,
): readonly { readonly from: TierNumber; readonly rule: TransferRule }[] {
  if (transfer === undefined) return [];
  const ofChannel = transfer[CHANNELS[channel] ?? 'phone'];
  const found =
    tierTransfers?.flatMap((own, k) =>
      own.flatMap(({ rule = ofChannel, to }) => (to === tier ? [{ from: k + 1, rule }] : [])),
    ) ?? [];
  // A case that was about another product or in another language is passed on within its tier.
  const all = [...found, { from: tierTransfers === undefined ? tier - 1 : tier, rule: ofChannel }];
  return all.flatMap(({ from, rule }) => (rule === null ? [] : [{ from, rule }]));
}
