import { numbered } from '#base';
import { ACT_NUMBERS, CASE_EVENTS, CASE_STATES, NONE, SEVERITIES } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { Worklist } from '../time/worklist.ts';
import type { Consultations } from './consultations.ts';

const { preempt: PREEMPTION } = ACT_NUMBERS;
const { PREEMPT, RESUME } = numbered(CASE_EVENTS);
const { 'open.paused': PAUSED, 'open.working': WORKING } = numbered(CASE_STATES);

/** Urgent cases that find nobody free take an agent from a less urgent one. */
export interface Preemption extends Feature {
  /**
   * The agent who is to let go of the case in hand for the one that waits, or null: the lowest severity is interrupted, of those
   * the contact that began last, and then the one of the agent with the lowest number.
   */
  agentFor(record: CaseRecord): Agent | null;
}

/** Null where no work is interrupted. */
export function createPreemption(run: Run, consultations: Consultations | null): Preemption | null {
  const {
    cases,
    clock,
    dataPlaces,
    freed,
    joined,
    kernel,
    queueLengths,
    recorder,
    router,
    scenario,
    workforce,
  } = run;
  const rule = scenario.routing.preemption;
  if (rule === undefined) return null;
  const { interrupted } = rule;
  const interrupts = SEVERITIES.map((severity) => rule.by.includes(severity));
  /** Who may have come on duty with a case in hand. */
  const returned = new Worklist(workforce.agents);
  /** Who found nobody while agents were about to look for a case. */
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

  /** The same, unless somebody may be free in a moment: who that is looks for a case first, and the case is asked for again. */
  function agentNow(record: CaseRecord): Agent | null {
    const maySomebodyBeFree =
      !freed.isEmpty || queueLengths !== null || consultations?.areReleased() === false;
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

  /** The agent lets go of the case in hand, and takes the one that waits. */
  function take(urgent: CaseRecord, agent: Agent): void {
    const { events, interruptions } = kernel;
    const record = agent.inHand as CaseRecord;
    const event = events.PREEMPT;
    const rests = interrupted === 'pause';
    const { group, index } = agent;
    recorder.act(PREEMPTION, 0, record.caseNumber, group.index, 0, index, urgent.caseNumber);
    record.tally.preempted();
    event.rests = rests ? 1 : 0;
    event.leftMs = rests ? record.startedMs + record.handleMs - clock.nowMs : 0;
    event.workLeftMs = rests ? 0 : interruptions.workLeftMs(record, interrupted);
    interruptions.interrupt(record, PREEMPT);
    if (rests) setAside(agent);
    router.decision.rank = 0;
    router.decision.candidates = 0;
    kernel.assign(urgent, agent);
  }

  /** Goes on with a contact that was set aside, if the agent can, and nothing waits that would interrupt it. */
  function goesOn(agent: Agent): boolean {
    const { group, inHand } = agent;
    if (!agent.isPresent || !group.isUp || agent.worksAfterFor !== -1) return false;
    // What rested while the agent was away is one of several from now on.
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
   * When all who are free have looked for a case: those who asked before, and for who came on duty with a case in hand, who may be
   * interrupted from now on. True when somebody was interrupted. Who was consulted about an interrupted contact looks for a case before
   * another is interrupted.
   */
  function settleReturned(): boolean {
    let hasInterrupted = false;
    const interrupt = (urgent: CaseRecord, agent: Agent) => {
      hasInterrupted = true;
      take(urgent, agent);
      consultations?.release();
    };
    // What has been interrupted makes a line longer, and who is free may take more then.
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

  /** The highest severity of what is set aside, of that the latest, among what can be read and may still be seen. */
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

/** Whether the contact in the hands of one agent is to be interrupted rather than that of another. */
function isBefore(left: Agent, right: Agent): boolean {
  const [one, other] = [left.inHand as CaseRecord, right.inHand as CaseRecord];
  if (one.severity !== other.severity) return one.severity > other.severity;
  if (one.startedMs !== other.startedMs) return one.startedMs > other.startedMs;
  return left.index < right.index;
}
