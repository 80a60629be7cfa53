import { numbered } from '#base';
import { ACT_NUMBERS, CASE_EVENTS, CASE_STATES, NONE, SEVERITIES } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { Worklist } from '../time/worklist.ts';
import type { Onlookers } from './onlookers.ts';

const { preempt: PREEMPTION } = ACT_NUMBERS;
const { PREEMPT, RESUME } = numbered(CASE_EVENTS);
const { 'open.paused': PAUSED, 'open.working': WORKING } = numbered(CASE_STATES);

/** Urgent cases that find nobody free take an agent away from a less urgent case. */
export interface Preemption extends Feature {
  /**
   * The agent who is to leave the case in hand for the waiting one, or null. The contact of the lowest severity is interrupted; of those, the
   * one that began last; of those, the one of the agent with the lowest number.
   */
  agentFor(record: CaseRecord): Agent | null;
}

/** Null if no work is interrupted. */
export function createPreemption(run: Run, onlookers: Onlookers | null): Preemption | null {
  const { cases, dataPlaces, freed, joined, kernel, queueLengths, recorder, router, scenario, workforce } =
    run;
  const rule = scenario.routing.preemption;
  if (rule === undefined) return null;
  const { interrupted } = rule;
  const interrupts = SEVERITIES.map((severity) => rule.by.includes(severity));
  /** Agents who may have come on duty with a case in hand. */
  const returned = new Worklist(workforce.agents);
  /** Cases that found nobody while agents were about to look for a case. */
  const unserved = new Worklist(cases.records);

  function agentFor(record: CaseRecord): Agent | null {
    if (interrupts[record.severity] !== true) return null;
    let best: Agent | null = null;
    for (const group of router.eligibleGroups(record)) {
      if (!group.isUp || !router.admitsInterruption(group, record)) continue;
      for (const agent of group.agents) {
        if (isInterruptible(agent, record) && (best === null || isBefore(agent, best))) best = agent;
      }
    }
    return best;
  }

  /**
   * Returns the agent to interrupt, unless an agent may become free in this step. Then that agent looks for a case first, and this case is
   * tried again later.
   */
  function agentNow(record: CaseRecord): Agent | null {
    const maySomebodyBeFree = !freed.isEmpty || queueLengths !== null || onlookers?.areReleased() === false;
    if (!maySomebodyBeFree) return agentFor(record);
    if (interrupts[record.severity] === true) unserved.push(record.row);
    return null;
  }

  function foundNobody(record: CaseRecord): boolean {
    const agent = agentNow(record);
    if (agent === null) return false;
    kernel.explain(record, agent, 'case');
    take(record, agent);
    return true;
  }

  /** The agent leaves the case in hand and takes the waiting one. */
  function take(urgent: CaseRecord, agent: Agent): void {
    const { events, interruptions } = kernel;
    const record = agent.inHand as CaseRecord;
    const event = events.PREEMPT;
    const rests = interrupted === 'pause';
    const { group, index } = agent;
    recorder.act(PREEMPTION, 0, record.caseNumber, group.index, 0, index, urgent.caseNumber);
    record.tally.preempted();
    event.rests = rests ? 1 : 0;
    event.leftMs = rests ? interruptions.leftMs(record) : 0;
    event.workLeftMs = rests ? 0 : interruptions.workLeftMs(record, interrupted);
    interruptions.interrupt(record, PREEMPT);
    if (rests) setAside(agent);
    router.decision.rank = 0;
    router.decision.candidates = 0;
    kernel.assign(urgent, agent);
  }

  /** The agent goes on with a contact that was set aside, if possible, and if nothing waits that would interrupt it. */
  function goesOn(agent: Agent): boolean {
    const { group, inHand } = agent;
    if (!agent.isPresent || !group.isUp || agent.worksAfterFor !== -1) return false;
    // A contact that rested while the agent was away is from now on one of those set aside.
    if (inHand?.state === PAUSED) setAside(agent);
    if (agent.inHand !== null) {
      returned.push(agent.index);
      return false;
    }
    const record = nextOf(agent);
    if (record === null) return false;
    const waiting = router.caseFor(group, group.idleCount + (agent.isIdle ? 0 : 1));
    if (waiting !== null && isMoreUrgent(waiting, record)) return false;
    if (agent.isIdle) workforce.idle.remove(agent);
    agent.setAside = agent.setAside.filter((other) => other !== record);
    agent.inHand = record;
    kernel.send(record, RESUME);
    return true;
  }

  /**
   * All free agents have looked for a case. Now cases that were put off interrupt agents, and so do cases for which agents who came on duty
   * with a case in hand may be interrupted. Returns true if anybody was interrupted. An agent who was consulted about an interrupted contact
   * looks for a case before another contact is interrupted.
   */
  function settleReturned(): boolean {
    let hasInterrupted = false;
    const interrupt = (urgent: CaseRecord, agent: Agent) => {
      hasInterrupted = true;
      take(urgent, agent);
      onlookers?.release();
    };
    // An interrupted case makes a queue longer, and then free agents may take more.
    const mustOthersLook = () => hasInterrupted && queueLengths !== null;
    const unservedYet: CaseRecord[] = [];
    unserved.drain((record) => {
      if (record.queue === null || record.queue === router.queues.blocked) return;
      if (mustOthersLook()) return void unservedYet.push(record);
      const agent = agentFor(record);
      if (agent !== null) interrupt(record, agent);
    });
    const returnedYet: Agent[] = [];
    returned.drain((agent) => {
      const { group } = agent;
      for (;;) {
        if (mustOthersLook()) return void returnedYet.push(agent);
        const urgent = router.caseAmong(group, 0, (record) => router.admitsInterruption(group, record));
        const interruptible = urgent === null ? null : agentFor(urgent);
        if (urgent === null || interruptible === null) return;
        interrupt(urgent, interruptible);
      }
    });
    for (const record of unservedYet) unserved.push(record.row);
    for (const agent of returnedYet) returned.push(agent.index);
    return hasInterrupted;
  }

  /**
   * Returns the contact with which the agent goes on: of those set aside that can be read and may still be seen, the one of the highest
   * severity, then the latest.
   */
  function nextOf(agent: Agent): CaseRecord | null {
    let next: CaseRecord | null = null;
    for (const record of agent.setAside) {
      if (dataPlaces.readable(record) === NONE || kernel.interruptions.takenAway(record)) continue;
      if (next === null || record.severity <= next.severity) next = record;
    }
    return next;
  }

  function isInterruptible({ inHand, isPresent }: Agent, urgent: CaseRecord): boolean {
    return isPresent && inHand !== null && inHand.state === WORKING && isMoreUrgent(urgent, inHand);
  }

  function isMoreUrgent(urgent: CaseRecord, other: CaseRecord): boolean {
    return interrupts[urgent.severity] === true && urgent.severity < other.severity;
  }

  return {
    agentFor,
    hooks: { foundNobody, goesOn, settled: () => settleReturned() || !joined.isEmpty },
  };
}

function setAside(agent: Agent): void {
  agent.setAside = [...agent.setAside, agent.inHand as CaseRecord];
  agent.inHand = null;
}

/** Whether the contact of one agent is to be interrupted rather than that of the other. */
function isBefore(left: Agent, right: Agent): boolean {
  const [one, other] = [left.inHand as CaseRecord, right.inHand as CaseRecord];
  if (one.severity !== other.severity) return one.severity > other.severity;
  if (one.startedMs !== other.startedMs) return one.startedMs > other.startedMs;
  return left.index < right.index;
}
