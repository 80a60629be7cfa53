import { unreachable } from '#base';
import {
  type AgentIndex,
  ESCALATION_REASONS,
  type EscalationReason,
  type GroupIndex,
  NONE_16,
  NONE_32,
  type TierNumber,
} from '#domain';
import type { CaseView, OnlookerRole } from '../../facts/case-state.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { NONE } from '../../facts/world-state.ts';
import { DUTY, firstAgentOf, type Invariant, instead, Judge, WHO_IS_FREE } from '../invariant.ts';
import { Commitments } from './commitments.ts';

/**
 * R10: when a case leaves a centre, tier or skill, the stated reason is true at that moment, and the agent who gets the case was
 * eligible.
 */
export class Escalation extends Judge {
  /** Queues of centres or groups. */
  readonly commitments = new Commitments(this.facts, this.tally);

  /** Called while the facts still have the case's old tier. */
  escalated(supportCase: CaseView, act: ActViewOf<'escalate'>): void {
    this.tally.checks++;
    const why = this.whyUntrue(supportCase, act);
    if (why === null) return;
    const { a: centre, aux: reason, b: group } = act;
    const { world } = this.facts;
    const causes = [world.centreEntry[centre] ?? -1, world.dutyEntry[group] ?? -1];
    const name = ESCALATION_REASONS[reason] ?? `reason ${reason}`;
    this.violate(supportCase, `the stated reason '${name}' is not true: ${why}`, causes);
  }

  /** Called when the case goes from an agent back into a queue; a reason must have been recorded. */
  leftWork(supportCase: CaseView): void {
    this.tally.checks++;
    if (supportCase.escalatedToTier !== -1) return;
    this.violate(supportCase, 'the case leaves its agent for a queue, but no reason is stated');
  }

  /**
   * Called for any assignment, escalated or not, before the agent is busy with the case. An unknown agent violates
   * R20, and an agent who keeps a contact needs no eligible group.
   */
  assigned(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): void {
    const { givingOver, tables } = this.facts;
    if (!tables.hasAgent(group, agent) || givingOver.isGoingOn(supportCase, agent)) return;
    this.tally.checks++;
    const why =
      this.whyNotEligible(supportCase, group, agent) ?? this.commitments.whyNotTaken(supportCase, group);
    if (why !== null) this.violateBy(supportCase, group, 'is assigned the case', why);
  }

  /**
   * Called when the case's agent consults another, or an escort begins to watch, before that agent is busy with it. An
   * unknown agent violates R20.
   */
  looksOn(
    supportCase: CaseView,
    { a: centre, b: group, c: agent }: ActViewOf<'view'>,
    role: OnlookerRole,
  ): void {
    if (!this.facts.tables.hasAgentAt(centre, group, agent)) return;
    this.tally.checks++;
    const isEscort = role === 'escort';
    const why =
      (isEscort ? this.whyNoEscort(supportCase, group) : this.whyNotConsulted(supportCase, group)) ??
      this.whyNotFree(supportCase, group, agent, false);
    if (why !== null) this.violateBy(supportCase, group, isEscort ? 'is the escort' : 'is consulted', why);
  }

  private violateBy(supportCase: CaseView, group: GroupIndex, role: string, why: string): void {
    const { tables, world } = this.facts;
    const causes = [world.centreEntry[tables.centreOf(group)] ?? -1, world.dutyEntry[group] ?? -1];
    const name = tables.scenario.groups[group]?.id ?? group;
    this.violate(supportCase, `group ${name}, which ${role}, is not eligible: ${why}`, causes);
  }

  /**
   * A returned case goes to the tier below. A case that lacks only the expertise of a higher tier goes to the next
   * tier, or stays in its tier if others of it must have it. Any other case stays in its tier or moves up, at most to the tier that solves it. If the scenario says where cases go from each
   * tier, these two go straight to the tier that was found.
   */
  private isNextTier(supportCase: CaseView, reason: EscalationReason, tier: TierNumber): boolean {
    const { product, solvedAtTier, tier: present, trueProduct } = supportCase;
    const goesStraight = this.facts.tables.scenario.work.tierTransfers !== undefined;
    if (reason === 'returned') return tier === (goesStraight ? solvedAtTier : present - 1) && tier >= 1;
    if (reason === 'expertise' && product === trueProduct && solvedAtTier === 0) return tier === present;
    if (reason === 'expertise' && product === trueProduct)
      return tier === (goesStraight ? solvedAtTier : present + 1) && tier <= solvedAtTier;
    return tier === present || (tier > present && tier <= solvedAtTier);
  }

  private whyNotAgain(returned: number): string | null {
    const { returnsMost } = this.facts.tables.scenario.work;
    if (returnsMost === undefined || returned < returnsMost) return null;
    return `it has been sent back ${returned} times, but ${returnsMost} is the limit`;
  }

  private whyNotConsulted(supportCase: CaseView, group: GroupIndex): string | null {
    const { product, tier } = supportCase;
    const { eligibility, tables } = this.facts;
    const rule = tables.scenario.work.consultation?.[tier - 1] ?? null;
    if (rule === null) return `agents of tier ${tier} consult nobody`;
    if (tables.scenario.groups[group]?.tier !== rule.tier)
      return `agents of tier ${rule.tier} should be consulted`;
    const wanted = rule.product ?? product;
    if (!tables.knows(group, wanted))
      return `it has no expertise for ${tables.scenario.products[wanted]?.id}`;
    return eligibility.whyNotGroup(supportCase, group);
  }

  private whyNoEscort(supportCase: CaseView, group: GroupIndex): string | null {
    const { boundary, eligibility, tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    const zone = tables.scenario.promises[promise]?.escortedBy;
    if (zone === undefined) return 'the promise lets nobody outside see cases under escort';
    const isThere = boundary.isEscortPlace(promise, tables.placeOfCentre(tables.centreOf(group)));
    return isThere ? eligibility.whyNotGroup(supportCase, group) : `escorts must be in ${zone}`;
  }

  private whyUntrue(
    supportCase: CaseView,
    { a: centre, aux: reason, b: group, c: agent, d: tier }: ActViewOf<'escalate'>,
  ): string | null {
    const name = ESCALATION_REASONS[reason];
    if (name === undefined) return 'no such reason exists';
    const isNobodys = centre === NONE_16 && group === NONE_16 && agent === NONE_32;
    const { lastAgent, lastGroup } = supportCase;
    const isLast =
      centre === this.facts.tables.centreOf(lastGroup) && group === lastGroup && agent === lastAgent;
    if (!isNobodys && !isLast) return `it names agent ${agent}, but the case was with agent ${lastAgent}`;
    if (!this.isNextTier(supportCase, name, tier)) {
      return `tier ${tier} is not the tier that the case needs after tier ${supportCase.tier}`;
    }
    const { tables, world } = this.facts;
    switch (name) {
      case 'uptime':
        if (isNobodys) return 'the case was not at a centre';
        return world.isCentreUp(centre) ? `${tables.scenario.centres[centre]?.id} is up` : null;
      case 'follow-the-sun':
        if (isNobodys) return 'no agent had the case';
        return world.agentOnDuty[agent] === 0 ? null : `agent ${agent} is on duty`;
      case 'language': {
        const isServed = !isNobodys && tables.serves(group, supportCase.trueLanguage);
        const isWrong = supportCase.language !== supportCase.trueLanguage;
        return isWrong || !isServed ? null : 'the case was routed in its language, and its agent speaks it';
      }
      case 'expertise': {
        const isWrong = supportCase.product !== supportCase.trueProduct;
        const { solvedAtTier, tier: present } = supportCase;
        // 0: a contact found that others of its tier must have it.
        const needsOthers = solvedAtTier > present || solvedAtTier === 0;
        return isWrong || needsOthers ? null : 'product and tier were right';
      }
      case 'severity':
        return supportCase.rare.severityRaised ? null : 'the customer has not raised the severity to A';
      case 'returned':
        if (supportCase.solvedAtTier >= supportCase.tier)
          return 'its tier has not found that another one solves it';
        return this.whyNotAgain(supportCase.rare.returned);
      case 'absence':
        if (isNobodys) return 'no agent had the case';
        return world.isAway(agent) ? null : `agent ${agent} has not gone away`;
      case 'residency': {
        if (isNobodys) return 'the case was not at a centre';
        const isForbidden = this.facts.eligibility.whyNotGroup(supportCase, group) !== null;
        return isForbidden ? null : 'promise and law permit the group that it was with';
      }
      case 'preemption': {
        const isInterrupted = supportCase.rare.preemptedMs === this.facts.moment.timeMs;
        return isInterrupted ? null : 'its agent has not interrupted it for a more urgent one';
      }
      default:
        return unreachable(name);
    }
  }

  private whyNotEligible(supportCase: CaseView, group: GroupIndex, agent: AgentIndex): string | null {
    const { eligibility, moment } = this.facts;
    const { able, permitted } = eligibility.groupsFor(supportCase);
    if (!permitted.includes(group)) {
      if (!able.includes(group)) return this.whatIsMissing(supportCase, group);
      const isEmergency = supportCase.rare.openTo === agent && moment.timeMs < supportCase.rare.openUntilMs;
      const isFromOutside = isEmergency || supportCase.rare.escort !== null || supportCase.isApproved;
      const why = eligibility.whyNotGroup(supportCase, group, isFromOutside);
      if (why !== null) return why;
    }
    return this.whyNotFree(supportCase, group, agent, true);
  }

  /** `mayShare`: whether the agent may handle others at the same time. */
  private whyNotFree(
    supportCase: CaseView,
    group: GroupIndex,
    agent: AgentIndex,
    mayShare: boolean,
  ): string | null {
    const { tables, world } = this.facts;
    if (!world.isCentreUp(tables.centreOf(group))) return 'its centre is down';
    const isOvertime = world.staysSinceMs.get(agent) === supportCase.rare.servedOutMs;
    if (world.agentOnDuty[agent] === 0 && !isOvertime) return `agent ${agent} is not on duty`;
    if (world.isAway(agent)) return `agent ${agent} is away`;
    if (world.agentConsulted[agent] === 1) return `agent ${agent} looks on at another case`;
    const inHand = world.caseInHand(agent);
    const isFree = inHand === NONE || (mayShare && this.facts.concurrency.hasRoom(agent, supportCase));
    return isFree ? null : `agent ${agent} is busy with case ${inHand}`;
  }

  private whatIsMissing({ stream, tier, language, product }: CaseView, group: GroupIndex): string {
    const { tables } = this.facts;
    const { scenario } = tables;
    if (scenario.groups[group]?.tier !== tier) return `the case needs tier ${tier}`;
    if (!tables.takes(group, tables.stream(stream).channel)) return 'it does not take the channel';
    if (!tables.serves(group, language)) return `it does not serve ${scenario.languages[language]}`;
    return `it has no expertise for ${scenario.products[product]?.id}`;
  }
}

export const R10: Invariant<Escalation> = {
  row: {
    id: 'R10',
    title: 'Escalation',
    sentence: 'Every hand-over has a reason that was true at that moment, and the next agent was eligible.',
    statement:
      'For all escalations: uptime: the centre is down; follow-the-sun: the agent is off duty; ' +
      'language: the case was routed in another language than its own, or its agents do not serve it; ' +
      'expertise: it was routed for another product, or needs a higher tier or others of its tier; severity: the customer ' +
      'raised it to A; returned: a contact found that the tier below solves it; ' +
      'absence: the agent is away; residency: promise or law forbids the centre. For all assignments: tier, expertise, language, channel, promise ' +
      'and law fit, the centre is up, the agent is on duty, not away, and has no other case, or no more than the group may handle at once. The same holds for consulted agents, with the tier and ' +
      'product that the scenario requires; language and channel do not matter; and for escorts, who must be where the promise wants them. Under escort, or with an approval by the customer, the agent may be outside of the zones for access and processing. A case that joins the queue of a centre or group joins the one that the rule of the scenario ' +
      'selects at that moment, leaves it only for a reason, and is taken by nobody else. A case that is passed on to a group is taken by nobody else ' +
      'while promise, law and skills permit that group.',
    source: "The vendor's words: escalated by uptime, language and technical expertise",
    brokenBy: 'a hand-over explained by an outage that did not happen',
  },
  log: {
    events: { ...WHO_IS_FREE, 'emergency access': 'all' },
    isAboutWhoIsFree: true,
    names: ['group', 'agent', 'place', 'language', 'product'],
    noColumn: DUTY,
  },
  judge: Escalation,
  seed: {
    what: 'the case is assigned to an agent of another tier',
    kinds: ['assign'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase?.lastAgent !== NONE) return null;
      const { tables } = facts;
      const a = tables.scenario.groups.findIndex(
        ({ tier }, group) => tier !== supportCase.tier && firstAgentOf(facts, group) !== null,
      );
      return a === -1 ? null : instead({ ...entry, a, c: firstAgentOf(facts, a) ?? NONE_32 });
    },
  },
  untested: { absent: 'no case was assigned' },
};
