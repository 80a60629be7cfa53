import {
  type AgentIndex,
  CHANNELS,
  type GroupIndex,
  type QueueOwnerIndex,
  type StreamIndex,
  type TierNumber,
  type TransferRule,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { type CasesView, type CaseView, OPEN_TO_ALL, PAUSED } from './case-state.ts';
import type { EligibilityView } from './eligibility.ts';
import type { Moment } from './moment.ts';
import type { TakingGuards } from './taking-guards.ts';
import { NONE, type WorldView } from './world-state.ts';

/** What decides who is free for a case. */
export interface Staff {
  readonly tables: ScenarioTables;
  readonly moment: Readonly<Moment>;
  readonly world: WorldView;
  readonly cases: CasesView;
  readonly eligibility: EligibilityView;
  readonly guards: Omit<TakingGuards, 'census'>;
}

/** Rules for transfers of cases between agents, and who could take a transferred case now. */
export class GivingOver {
  readonly isUsed: boolean;
  /** Whether any transfer has a limit of those who wait. */
  readonly hasLimits: boolean;
  private readonly staff: Staff;

  constructor(staff: Staff) {
    this.staff = staff;
    const { tierTransfers = [], transfer } = staff.tables.scenario.work;
    this.isUsed = transfer !== undefined;
    const rules = [...Object.values(transfer ?? {}), ...tierTransfers.flat().map(({ rule }) => rule ?? null)];
    this.hasLimits = rules.some(
      (rule) => rule?.way === 'no wait' && (rule.otherwise === 'block' || rule.waiting !== undefined),
    );
  }

  /** The rule by which the case was passed on last; null if there is none. */
  ruleOf({ leftTier, rare: { leftBy }, stream, tier }: CaseView): TransferRule | null {
    return this.isUsed ? this.ruleFor(stream, leftTier, tier, leftBy) : null;
  }

  /** The rule by which the case is passed on now that its contact is over, before the ledger says so; null if there is none. */
  ruleAfterContact(supportCase: CaseView): TransferRule | null {
    if (!this.isUsed) return null;
    const { transfer } = supportCase.rare;
    const { language, product, solvedAtTier, stream, tier, trueLanguage, trueProduct } = supportCase;
    const staysInTier = language !== trueLanguage || product !== trueProduct;
    return this.ruleFor(stream, tier, staysInTier ? tier : solvedAtTier, staysInTier ? 0 : transfer);
  }

  /** The group to which the case was passed on, if it may get the case under the present law; otherwise any group may. */
  waitsFor(supportCase: CaseView): QueueOwnerIndex {
    const { passedTo } = supportCase.rare;
    if (passedTo < 0) return OPEN_TO_ALL;
    const { permitted } = this.staff.eligibility.groupsFor(supportCase);
    return permitted.includes(passedTo) ? passedTo : OPEN_TO_ALL;
  }

  /**
   * The rule of the transfer if it has one, and otherwise that of the channel. `number`: of the transfer in the list of its tier, if they
   * are numbered.
   */
  private ruleFor(
    stream: StreamIndex,
    from: TierNumber,
    to: TierNumber,
    number: number,
  ): TransferRule | null {
    const { tierTransfers = [], transfer } = this.staff.tables.scenario.work;
    const own = tierTransfers[from - 1];
    const between = this.staff.tables.numbersTransfers
      ? own?.[number - 1]
      : own?.find((one) => one.to === to);
    if (between?.rule !== undefined) return between.rule;
    const channel = CHANNELS[this.staff.tables.stream(stream).channel];
    return channel === undefined ? null : (transfer?.[channel] ?? null);
  }

  /**
   * Whether the agent, although not eligible, may keep the case because nobody else was free when it was due to be
   * transferred.
   */
  isGoingOn(supportCase: CaseView, agent: AgentIndex): boolean {
    const rule = this.ruleOf(supportCase);
    if (rule?.way !== 'no wait' || rule.otherwise !== 'go on') return false;
    if (supportCase.rare.givenMs !== this.staff.moment.timeMs || supportCase.lastAgent !== agent)
      return false;
    return this.isBelow(supportCase) && this.couldGoOn(agent) && !this.isSomebodyFree(supportCase);
  }

  isSomebodyFree(supportCase: CaseView): boolean {
    const { eligibility, guards, world } = this.staff;
    return eligibility
      .poolFor(supportCase)
      .mayTake.some(
        (group) =>
          (world.idle[group] as number) > this.goingOn(group) &&
          world.isStaffed(group) &&
          (!guards.areUsed || guards.admit(group, supportCase)),
      );
  }

  /**
   * Whether the group that had the case belongs to a lower tier, or to the same tier, of which another group must have it, and fits in every
   * other respect. Its own tier counts, not the one that the case left: an agent who has continued a case may continue it once more.
   */
  isBelow({ language, lastGroup, product, rare: { queueOwner }, stream, tier }: CaseView): boolean {
    const { eligibility } = this.staff;
    const ownTier = this.staff.tables.scenario.groups[lastGroup]?.tier ?? NONE;
    // Only where cases are passed on to groups is the owner of a queue a group; elsewhere it can be a centre.
    const isBeside = this.staff.tables.passesToGroups && queueOwner >= 0 && lastGroup !== queueOwner;
    if (ownTier === NONE || ownTier > tier || (ownTier === tier && !isBeside)) return false;
    return eligibility.groupsFor({ stream, language, product, tier: ownTier }).permitted.includes(lastGroup);
  }

  /** Whether the agent is present at a centre that is up and has no active or suspended contact. */
  couldGoOn(agent: AgentIndex): boolean {
    const { cases, world } = this.staff;
    if (!world.isPresent(agent) || world.isBusy(agent)) return false;
    if (!world.isCentreUp(this.staff.tables.centreOf(this.staff.tables.groupOf(agent)))) return false;
    for (const { agent: keeper, state } of cases.all())
      if (state === PAUSED && keeper === agent) return false;
    return true;
  }

  /**
   * Number of agents of the group who have only suspended contacts. They resume those before they take anything else.
   */
  private goingOn(group: GroupIndex): number {
    const { cases, world } = this.staff;
    if (this.staff.tables.scenario.routing.preemption === undefined) return 0;
    const keepers = new Set<number>();
    for (const { agent, state } of cases.all()) {
      const keeps = state === PAUSED && this.staff.tables.groupOf(agent) === group;
      if (keeps && world.isPresent(agent) && !world.isBusy(agent)) keepers.add(agent);
    }
    return keepers.size;
  }
}
