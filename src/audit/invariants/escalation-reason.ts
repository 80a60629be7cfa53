import { unreachable } from '#base';
import { ESCALATION_REASONS, NONE_16, NONE_32, type EscalationReason as Reason } from '#domain';
import type { CaseState } from '../case-state.ts';
import type { Facts } from '../facts.ts';
import { Tally } from '../moment.ts';
import { NONE } from '../world-state.ts';
import { Commitments } from './commitments.ts';

/**
 * R10: when a case leaves a centre, tier or skill, the stated reason is true of the world at that moment; and
 * whoever gets a case was eligible.
 */
export class EscalationReason {
  readonly tally: Tally;
  /** Lines of centres or groups. */
  readonly commitments: Commitments;
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R10', facts.moment);
    this.commitments = new Commitments(facts, this.tally);
  }

  /** The corrections that go with the escalation are not made in the case's state yet. */
  escalated(
    supportCase: CaseState,
    reason: number,
    centre: number,
    group: number,
    agent: number,
    tier: number,
  ): void {
    this.tally.checks++;
    const why = this.whyUntrue(supportCase, reason, centre, group, agent, tier);
    if (ESCALATION_REASONS[reason] === 'returned') supportCase.returned++;
    if (why === null) return;
    const { world } = this.facts;
    const causes = [world.centreEntry[centre] ?? -1, world.dutyEntry[group] ?? -1];
    const name = ESCALATION_REASONS[reason] ?? `reason ${reason}`;
    this.tally.violate(supportCase.number, `the stated reason '${name}' is not true: ${why}`, causes);
  }

  /** The case goes back into a queue from an agent's hands; a reason must have been stated for that. */
  leftWork(supportCase: CaseState): void {
    this.tally.checks++;
    if (supportCase.escalatedToTier !== -1) return;
    this.tally.violate(supportCase.number, 'the case leaves its agent for a queue, and no reason is stated');
  }

  /**
   * Any assignment, whether an escalation came before or not. The agent exists and is not noted as busy with this case yet.
   */
  assigned(supportCase: CaseState, group: number, agent: number): void {
    this.tally.checks++;
    const why =
      this.whyNotEligible(supportCase, group, agent) ?? this.commitments.whyNotTaken(supportCase, group);
    if (why !== null) this.violate(supportCase, group, 'gets the case', why);
  }

  /** An agent who exists is consulted by the one who has the case, and is not noted as busy with that yet. */
  consulted(supportCase: CaseState, group: number, agent: number): void {
    this.tally.checks++;
    const why = this.whyNotConsulted(supportCase, group) ?? this.whyNotFree(supportCase, group, agent, false);
    if (why !== null) this.violate(supportCase, group, 'is consulted', why);
  }

  private violate(supportCase: CaseState, group: number, role: string, why: string): void {
    const { tables, world } = this.facts;
    const causes = [world.centreEntry[tables.centreOf(group)] ?? -1, world.dutyEntry[group] ?? -1];
    const name = tables.scenario.groups[group]?.id ?? group;
    this.tally.violate(supportCase.number, `group ${name}, which ${role}, is not eligible: ${why}`, causes);
  }

  private whyNotAgain(returned: number): string | null {
    const { returnsMost } = this.facts.tables.scenario.work;
    if (returnsMost === undefined || returned < returnsMost) return null;
    return `it has been sent back ${returned} times, and may be ${returnsMost} times`;
  }

  private whyNotConsulted({ product, stream, tier }: CaseState, group: number): string | null {
    const { eligibility, tables } = this.facts;
    const rule = tables.scenario.work.consultation?.[tier - 1] ?? null;
    if (rule === null) return `contacts of tier ${tier} consult nobody`;
    if (tables.scenario.groups[group]?.tier !== rule.tier) return `tier ${rule.tier} is consulted`;
    const wanted = rule.product ?? product;
    if (!tables.knows(group, wanted))
      return `it has no expertise for ${tables.scenario.products[wanted]?.id}`;
    return eligibility.whyNotGroup(stream, group);
  }

  private whyUntrue(
    supportCase: CaseState,
    reason: number,
    centre: number,
    group: number,
    agent: number,
    tier: number,
  ): string | null {
    const name = ESCALATION_REASONS[reason];
    if (name === undefined) return 'there is no such reason';
    const isNobodys = centre === NONE_16 && group === NONE_16 && agent === NONE_32;
    const { lastAgent, lastGroup } = supportCase;
    const isLast =
      centre === this.facts.tables.centreOf(lastGroup) && group === lastGroup && agent === lastAgent;
    if (!isNobodys && !isLast) return `it names agent ${agent}, but the case was with agent ${lastAgent}`;
    if (!isNextTier(supportCase, name, tier)) {
      return `tier ${tier} is not the tier that the case needs after tier ${supportCase.tier}`;
    }
    const { tables, world } = this.facts;
    switch (name) {
      case 'uptime':
        if (isNobodys) return 'the case was at no centre';
        return world.isCentreUp(centre) ? `${tables.scenario.centres[centre]?.id} is up` : null;
      case 'follow-the-sun':
        if (isNobodys) return 'the case was with no agent';
        return world.agentOnDuty[agent] === 0 ? null : `agent ${agent} is on duty`;
      case 'language': {
        const isServed = !isNobodys && tables.serves(group, supportCase.trueLanguage);
        const isWrong = supportCase.language !== supportCase.trueLanguage;
        return isWrong || !isServed ? null : 'the case was routed in its language, and its agent speaks it';
      }
      case 'expertise': {
        const isWrong = supportCase.product !== supportCase.trueProduct;
        const needsTier = supportCase.solvedAtTier > supportCase.tier;
        return isWrong || needsTier ? null : 'product and tier were the right ones';
      }
      case 'severity':
        return supportCase.severityRaised ? null : 'the customer has not raised the severity to A';
      case 'returned':
        if (supportCase.solvedAtTier >= supportCase.tier)
          return 'its tier has not found that another solves it';
        return this.whyNotAgain(supportCase.returned);
      case 'absence':
        if (isNobodys) return 'the case was with no agent';
        return world.agentAway[agent] === 1 ? null : `agent ${agent} has not gone away`;
      case 'residency': {
        if (isNobodys) return 'the case was at no centre';
        const isForbidden = this.facts.eligibility.whyNotGroup(supportCase.stream, group) !== null;
        return isForbidden ? null : 'promise and law permit the group that it was with';
      }
      case 'preemption': {
        const isInterrupted = supportCase.preemptedMs === this.facts.moment.timeMs;
        return isInterrupted ? null : 'its agent has not let go of it for a more urgent one';
      }
      default:
        return unreachable(name);
    }
  }

  private whyNotEligible(supportCase: CaseState, group: number, agent: number): string | null {
    const { eligibility, moment } = this.facts;
    const { able, permitted } = eligibility.groupsFor(supportCase);
    if (!permitted.includes(group)) {
      if (!able.includes(group)) return this.whatIsMissing(supportCase, group);
      const isEmergency = supportCase.openTo === agent && moment.timeMs < supportCase.openUntilMs;
      const why = eligibility.whyNotGroup(supportCase.stream, group, isEmergency);
      if (why !== null) return why;
    }
    return this.whyNotFree(supportCase, group, agent, true);
  }

  /** `mayShare`: the agent may have others in hand. */
  private whyNotFree(supportCase: CaseState, group: number, agent: number, mayShare: boolean): string | null {
    const { tables, world } = this.facts;
    if (!world.isCentreUp(tables.centreOf(group))) return 'its centre is down';
    const isOvertime = world.staysSinceMs.get(agent) === supportCase.servedOutMs;
    if (world.agentOnDuty[agent] === 0 && !isOvertime) return `agent ${agent} is not on duty`;
    if (world.agentAway[agent] === 1) return `agent ${agent} is away`;
    if (world.agentConsulted[agent] === 1) return `agent ${agent} is consulted about another case`;
    const inHand = world.caseInHand(agent);
    const isFree = inHand === NONE || (mayShare && this.facts.concurrency.hasRoom(agent, supportCase));
    return isFree ? null : `agent ${agent} has case ${inHand} in hand`;
  }

  private whatIsMissing({ stream, tier, language, product }: CaseState, group: number): string {
    const { tables } = this.facts;
    const { scenario } = tables;
    if (scenario.groups[group]?.tier !== tier) return `the case needs tier ${tier}`;
    if (!tables.takes(group, tables.stream(stream).channel)) return 'it does not take the channel';
    if (!tables.serves(group, language)) return `it does not serve ${scenario.languages[language]}`;
    return `it has no expertise for ${scenario.products[product]?.id}`;
  }
}

/**
 * A case that is sent back goes to the tier below, and one that lacks nothing but expertise of a higher tier to the next. Any
 * other stays, or goes up to the tier that solves it at most.
 */
function isNextTier(supportCase: CaseState, reason: Reason, tier: number): boolean {
  const { product, solvedAtTier, tier: present, trueProduct } = supportCase;
  if (reason === 'returned') return tier === present - 1 && tier >= 1;
  if (reason === 'expertise' && product === trueProduct) return tier === present + 1 && tier <= solvedAtTier;
  return tier === present || (tier > present && tier <= solvedAtTier);
}
