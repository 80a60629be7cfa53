import { numbered } from '#base';
import { CASE_EVENTS, CASE_STATES, CHANNELS, NONE, type Scenario, type TransferRule } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { JOINING } from '../cases/waiting-queues.ts';
import { findsNothing } from '../demand/contact-outcomes.ts';
import type { Agent } from '../people/agents.ts';
import type { AssignEvent, Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { AfterContact } from './after-contact.ts';
import { createTierRoom } from './tier-room.ts';

/** What becomes of a case that may not wait to be handed over. */
const LOST = 'lost';
const { LOSE } = numbered(CASE_EVENTS);
const { 'open.waiting.queued': QUEUED } = numbered(CASE_STATES);

/**
 * Transfers at the end of a contact that has found that other agents are the right ones, unless they are cold: after a cold transfer, the case
 * just joins its queue. A warm transfer is work after the contact, whose end becomes known when somebody takes over. Its old end stays in
 * the timer wheel and is ignored.
 *
 * Null if all transfers are cold.
 */
export function createTransfers(
  { cases, clock, contacts: { numbered }, freed, kernel, policy, queueLengths, router, scenario, world }: Run,
  afterContact: AfterContact | null,
): Feature | null {
  const { transfer } = scenario.work;
  if (transfer === undefined || afterContact === null) return null;
  const { cancel, handedBy, stay, stayOn } = afterContact;
  /** When the transferred contact ended, ms. */
  const transferMs = cases.column(Number.POSITIVE_INFINITY);
  /** The factor on the speed of the agent, who continues with the case at the next tier. */
  const goesOnAt = cases.column(1);
  const { isLimited, ruleFor } = rulesOf(transfer, scenario, numbered);
  /** How the case is transferred: from when its contact ends. */
  const ruleIn = cases.column<TransferRule | null>(null);
  const groupOf = (record: CaseRecord) => numbered?.cameBy(record)?.group ?? NONE;
  const lastChance = lastChancesIn(queueLengths, scenario);
  /** Agents who look for no case until it is known whether they continue theirs. */
  const held = new Set<Agent>();
  const room = isLimited ? createTierRoom(cases, groupOf, scenario.groups.length) : null;

  /** Returns true if the agent stays with the customer. */
  function left(record: CaseRecord, agent: Agent): boolean {
    const rule = ruleFor(record);
    ruleIn.set(record, rule);
    handedBy.set(record, null);
    if (rule === null || !isTransferred(record)) return false;
    transferMs.set(record, clock.nowMs);
    if (rule.way === 'warm' || rule.otherwise === 'block') {
      stay(record, agent, rule.way === 'warm' ? rule.atMostMs : Number.POSITIVE_INFINITY);
      return true;
    }
    handedBy.set(record, agent);
    return false;
  }

  /**
   * Whether the agent continues at once: always if the agent could take the case as it is now; from a tier below, or if it goes to another
   * group of the tier, only if the scenario says so.
   */
  function goesOn(record: CaseRecord, { group, isPresent, setAside }: Agent, rule: TransferRule): boolean {
    if (!isPresent || !group.isUp || setAside.length > 0) return false;
    if (router.eligibleGroups(record).includes(group))
      return router.admits(group, record, group.idleCount + 1);
    if (rule.way === 'warm' || rule.otherwise !== 'go on' || group.tier > record.tier) return false;
    if (group.tier === record.tier && groupOf(record) === NONE) return false;
    // An agent who had the case in an emergency may not continue with it.
    if (policy.verdict(record.source.index, record.product, group.index) !== 0) return false;
    const serves = world.serves[group.index * scenario.languages.length + record.language] === 1;
    if (!serves || (group.speed[record.product] as number) === 0) return false;
    goesOnAt.set(record, rule.speed);
    return true;
  }

  /** Nobody is free for the case. Returns the agent who continues with it, or LOST, or null if it waits. */
  function fateOf(record: CaseRecord): Agent | typeof LOST | null {
    const agent = handedBy.of(record);
    const rule = ruleIn.of(record);
    if (rule === null || agent === null || transferMs.of(record) !== clock.nowMs) return null;
    if (rule.way === 'no wait' && room?.hasRoom(record, rule.waiting ?? 0) === true) {
      letGo(record);
      return null;
    }
    if (goesOn(record, agent, rule)) {
      // The case is not handed over.
      record.leftReason = -1;
      handedBy.set(record, null);
      if (agent.worksAfterFor !== -1) cancel(agent);
      router.decision.rank = 0;
      router.decision.candidates = 0;
      return agent;
    }
    if (rule.way === 'warm') return null;
    if (rule.otherwise === 'block') {
      room?.waitsOutside(record, rule.waiting ?? 0);
      return null;
    }
    handedBy.set(record, null);
    return rule.otherwise === 'lost' ? LOST : null;
  }

  /** The agent who is to continue the case, if a group that compares queues may yet take it; null otherwise. */
  function agentUntilHelped(record: CaseRecord): Agent | null {
    const [agent, rule] = [handedBy.of(record), ruleIn.of(record)];
    if (lastChance === null || agent === null || record.queue !== JOINING) return null;
    if (transferMs.of(record) !== clock.nowMs || rule?.way !== 'no wait' || rule.otherwise !== 'go on')
      return null;
    if (room?.hasRoom(record, rule.waiting ?? 0) === true) return null;
    const eligible = router.eligibleGroups(record);
    if (eligible.includes(agent.group)) return null;
    const mayHelp = eligible.some(
      ({ idleCount, index }) =>
        idleCount > 0 &&
        scenario.groups[index]?.takesOnlyWhile?.some(({ longerThan }) => longerThan !== undefined),
    );
    return mayHelp ? agent : null;
  }

  /** Free agents have looked at the queues, and look again at those that become shorter. */
  function settleRest(chances: LastChance[]): boolean {
    const rest = chances.splice(0);
    for (const { agent, record } of rest) {
      const waits = record.state === QUEUED;
      if (agent === null) {
        if (waits) kernel.send(record, LOSE);
        continue;
      }
      held.delete(agent);
      if (waits && handedBy.of(record) === agent && fateOf(record) === agent) kernel.assign(record, agent);
      else freed.push(agent.index);
    }
    return rest.length > 0;
  }

  /** The contact has just been planned. Adds the time for handing over, or the speed of an agent who continues. */
  function plan(record: CaseRecord, event: AssignEvent): void {
    const rule = ruleIn.of(record);
    const agent = handedBy.of(record);
    const factor = goesOnAt.of(record);
    if (factor !== 1) {
      event.handleMs = Math.max(1, Math.round(event.handleMs / factor));
      record.speed *= factor;
      goesOnAt.set(record, 1);
    }
    if (agent === null) return;
    handedBy.set(record, null);
    if (rule?.way === 'no wait' && rule.otherwise === 'block') return stayOn(agent, 0);
    if (rule?.way !== 'warm') return;
    event.handleMs += rule.handOverMs;
    record.contentMs += rule.handOverMs * record.speed;
    stayOn(agent, rule.handOverMs);
  }

  /** The case waits without its agent. */
  function letGo(record: CaseRecord): void {
    const agent = handedBy.of(record);
    handedBy.set(record, null);
    if (agent !== null && agent.staysWith === record) stayOn(agent, 0);
  }

  /** The case leaves its queue, so that there is room for others. */
  function leave(record: CaseRecord): void {
    for (const admitted of room?.leaves(record) ?? []) letGo(admitted);
  }

  /** A case whose agent is to stay until there is room, but whose data nobody can read, waits without its agent. */
  function outOfReach(record: CaseRecord): void {
    const rule = ruleIn.of(record);
    if (rule?.way === 'no wait' && rule.otherwise === 'block') letGo(record);
    room?.waits(record);
  }

  /** The customer is gone, so the agent who stays with the case is released. */
  function gone(record: CaseRecord): void {
    const agent = handedBy.of(record);
    handedBy.set(record, null);
    if (agent === null || agent.staysWith !== record) return;
    if (agent.leftWorkMs > 0) return stayOn(agent, 0);
    cancel(agent);
    freed.push(agent.index);
  }

  return {
    hooks: {
      ...(room === null ? {} : { assertCounted: room.assertCounted }),
      effects: {
        recordAbandonment: gone,
        recordClearing: gone,
        ...(room === null ? {} : { leaveQueue: leave }),
      },
      ...(room === null
        ? {}
        : {
            outOfReach,
            waits(record) {
              room.waits(record);
              return false;
            },
          }),
      leavesWork: left,
      foundNobody(record) {
        const byHelper = agentUntilHelped(record);
        if (byHelper !== null) {
          held.add(byHelper);
          lastChance?.push({ record, agent: byHelper });
          return false;
        }
        const fate = fateOf(record);
        if (fate === null) return false;
        if (fate === LOST && lastChance !== null && record.queue === JOINING) {
          lastChance.push({ record, agent: null });
          return false;
        }
        kernel.explain(record, null, 'case');
        if (fate === LOST) kernel.send(record, LOSE);
        else kernel.assign(record, fate);
        return true;
      },
      ...(lastChance === null
        ? {}
        : { goesOn: (agent) => held.has(agent), settled: () => settleRest(lastChance) }),
      planned: (record, _agent, event) => plan(record, event),
    },
  };
}

/** The rules of transfers by channel, by tier, and by group. */
function rulesOf(
  transfer: NonNullable<Scenario['work']['transfer']>,
  { work: { tierTransfers = [] } }: Scenario,
  numbered: Run['contacts']['numbered'],
) {
  const ofChannels: readonly (TransferRule | null)[] = CHANNELS.map((channel) => transfer[channel]);
  const all = [...ofChannels, ...tierTransfers.flat().map(({ rule }) => rule ?? null)];
  return {
    /** Whether a case may have to wait until there is room for it. */
    isLimited: all.some(
      (rule) => rule?.way === 'no wait' && (rule.otherwise === 'block' || (rule.waiting ?? 0) > 0),
    ),
    /** The contact is over, and the case still at the tier that it leaves. */
    ruleFor(record: CaseRecord): TransferRule | null {
      const { language, product, solvedAtTier, tier, trueLanguage, trueProduct } = record;
      const ofChannel = ofChannels[record.channel] ?? null;
      if (language !== trueLanguage || product !== trueProduct) return ofChannel;
      const by =
        numbered === null
          ? tierTransfers[tier - 1]?.find(({ to }) => to === solvedAtTier)
          : numbered.cameBy(record);
      return by?.rule === undefined ? ofChannel : by.rule;
    },
  };
}

/** Whether the contact, which is over, has found that others are to have the case, by the rules of the life cycle. */
function isTransferred(record: CaseRecord): boolean {
  const { drawsOutcomes, language, product, solvedAtTier, tier } = record;
  if (findsNothing(record)) return false;
  if (language !== record.trueLanguage || product !== record.trueProduct || tier < solvedAtTier) return true;
  return drawsOutcomes !== 0 && solvedAtTier < tier;
}

interface LastChance {
  readonly record: CaseRecord;
  /** Who continues the case unless somebody takes it; null if it is then lost. */
  readonly agent: Agent | null;
}

/**
 * Cases that are lost, or continued, unless somebody takes them in this instant: groups that compare queues look at a case only once it is in the queue that
 * it makes longer (`routing/guards.ts`). Null if no group finds cases so.
 */
function lastChancesIn(queueLengths: Run['queueLengths'], { routing }: Run['scenario']): LastChance[] | null {
  return queueLengths !== null && routing.commitment === undefined ? [] : null;
}
