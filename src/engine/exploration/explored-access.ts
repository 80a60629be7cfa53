import { assert } from '#base';
import { CHANNELS, type GroupIndex, type Scenario, TIERS, type TierNumber, type TransferRule } from '#domain';
import type { Group } from '../people/agents.ts';
import { promiseTo } from '../residency/contracts.ts';
import { holdsForRegion } from '../routing/preferences.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { ExploredCase } from './explored-case.ts';
import type { ExploredApproval, ExploredEscort } from './explored-onlookers.ts';
import type { Explored } from './explored-places.ts';

export type ExploredAccess = ReturnType<typeof createExploredAccess>;

/** Which groups may have the explored case by promise and law, in the epoch of the step. `isRoutedAsWritten`: no fault replaces the router. */
export function createExploredAccess(
  { now, record, scenario }: Explored,
  { approval, escort }: { readonly approval: ExploredApproval; readonly escort: ExploredEscort },
  isRoutedAsWritten: boolean,
) {
  const holds = holdsForRegion(scenario.routing) && isRoutedAsWritten;

  function permittedAt(tier: TierNumber): RoutingClass {
    const { language, product, source } = record;
    const key = (product * scenario.languages.length + language) * TIERS.length + tier - 1;
    const ofStream = now.epoch.classes.byStream[source.index] as readonly RoutingClass[];
    assert(tier >= 1 && tier <= TIERS.length, 'a case waits at a tier that exists');
    return ofStream[key] as RoutingClass;
  }

  function knowsEmergencies(): boolean {
    return promiseTo(scenario, record.source.index)?.breakGlass !== undefined;
  }

  function verdictOn(group: GroupIndex, inEmergency = false): number {
    return now.epoch.policy.verdict(record.source.index, record.product, group, inEmergency);
  }

  const isBarred = () => verdictOn(record.group) !== 0;

  /** The groups outside that have the skills and may have the case as the promise says. */
  function outsideNow(): readonly Group[] {
    return escort.outside(permittedAt(record.tier).capable);
  }

  /** Whether the group that has the case may keep it although it is outside. */
  function isCovered(): boolean {
    const { group, product, source } = record;
    if (!now.epoch.policy.mayHaveFromOutside(source.index, product, group)) return false;
    return approval.isOpen() && escort.isThere();
  }

  return {
    /** Groups that may be assigned the waiting case. */
    mayTake(): readonly Group[] {
      const { local, permitted } = permittedAt(record.tier);
      return holds && record.stage === 0 && local.length > 0 ? local : permitted;
    },
    /** Groups that may take the case only in an emergency. */
    inEmergency(): readonly Group[] {
      if (!knowsEmergencies()) return [];
      const { capable, permitted } = permittedAt(record.tier);
      return capable.filter((group) => !permitted.includes(group) && verdictOn(group.index, true) === 0);
    },
    /** Groups outside that may take the case, with the approval and an escort if the promise wants them. */
    fromOutside(): readonly Group[] {
      const outside = outsideNow();
      if (outside.length === 0 || !approval.isOpen()) return [];
      return escort.isWanted() && escort.able().length === 0 ? [] : outside;
    },
    /** Whether the customer of a waiting case can be asked: somebody outside might have it. */
    mayAsk: () => outsideNow().length > 0,
    /** Groups at a tier below, whose agent may have continued with the case because nobody was free. */
    continuing(): readonly Group[] {
      const { contacts, tier } = record;
      if (contacts === 0) return [];
      return rulesTo(scenario, record).flatMap(({ from, rule }) =>
        rule.way === 'no wait' && rule.otherwise === 'go on' && from >= 1 && from < tier
          ? permittedAt(from).permitted
          : [],
      );
    },
    isBarred,
    /** Whether the case is taken from its group, which may not have it. In an emergency, a group may keep the case until the time allowed ends. */
    mustLeave(): boolean {
      if (!isBarred() || isCovered()) return false;
      return !knowsEmergencies() || verdictOn(record.group, true) !== 0;
    },
    /** Whether a transfer that has brought the case to its tier loses those that would wait. */
    mayBeLost(): boolean {
      const loses = rulesTo(scenario, record).some(
        ({ rule }) => rule.way === 'no wait' && rule.otherwise === 'lost',
      );
      return loses && record.contacts > 0;
    },
  };
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
