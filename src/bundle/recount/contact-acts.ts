import { numbered } from '#base';
import {
  CALLBACK_STEPS,
  CHANNELS,
  CONSULTATION_STEPS,
  ESCALATION_REASONS,
  NO_CASE,
  NONE_32,
  numbersTransfers,
} from '#domain';
import { besides } from './counts/agents-at-work.ts';
import type { CellCount } from './counts/cells.ts';
import { type Entry, NO_AGENT, NOT_IN_HAND, NOT_THERE, NOT_WAITING, type Odd } from './counts/entry.ts';
import { type LiveCase, NOT_YET } from './counts/live-cases.ts';
import type { ContactCount } from './counts/period.ts';
import type { RunTally } from './counts/run-tally.ts';

const { declined: DECLINED, accepted: ACCEPTED, reached: REACHED } = numbered(CALLBACK_STEPS);
const { waits: CONSULTATION_WAITS } = numbered(CONSULTATION_STEPS);
/** Reasons that a contact finds at its end. */
const FOUND_AT_END: readonly number[] = (['language', 'expertise', 'returned'] as const).map((reason) =>
  ESCALATION_REASONS.indexOf(reason),
);

/** Counts the acts about contacts between cases and agents. Each method returns the reason why an act cannot be counted, or null. */
export class ContactActs {
  private readonly tally: RunTally;

  constructor(tally: RunTally) {
    this.tally = tally;
  }

  assign(one: LiveCase, entry: Entry): Odd | null {
    if (one.queuedMs === NOT_YET) return NOT_WAITING;
    const { a: group, c: agent, caseNumber } = entry;
    const { agents, isMeasured, nowMs, period } = this.tally;
    const ofGroup = period.contacts[group]?.[one.severity];
    if (ofGroup === undefined) return 'there is no such group';
    const isSame = agents.hadLast(agent, caseNumber);
    if (!agents.take(agent, caseNumber, one.stream, this.tally)) return NO_AGENT;
    const waitMs = nowMs - one.queuedMs;
    if (entry.d !== Math.min(waitMs, NONE_32 - 1))
      this.tally.falseWait ??= `case ${caseNumber} is said to have waited ${entry.d} ms when it was assigned at ${nowMs} ms; it had waited ${waitMs} ms`;
    const isFirst = one.contacts === 0;
    one.contacts++;
    ofGroup.contacts++;
    ofGroup.waitMs += waitMs;
    this.handOver(one, entry, isSame);
    one.group = group;
    one.agent = agent;
    one.handledMs = 0;
    if (isMeasured) period.weekly.ofContact(one, nowMs, { contacts: 1, waitMs });
    if (!one.isToBeCalled) {
      if (isFirst) this.tally.answer(one, one.queuedMs, waitMs);
    } else if (one.waitToCallMs < 0) {
      one.waitToCallMs = waitMs;
      one.joinedMs = one.queuedMs;
    }
    return null;
  }

  /** Another agent takes a case that left one for a reason. `isSame`: it is the agent who had it last. */
  private handOver(one: LiveCase, { a: group, b: free }: Entry, isSame: boolean): void {
    const { nowMs, period, scenario } = this.tally;
    const { leftCentre: from, leftReason: reason } = one;
    one.leftReason = -1;
    if (reason === -1) return;
    // If a case does not simply join the queue, its agent may continue it at once because nobody else is free: that is no hand-over.
    const channel = scenario.streams[one.stream]?.channel ?? CHANNELS[0];
    const { tierTransfers = [], transfer } = scenario.work;
    const all = tierTransfers[one.leftTier - 1];
    // Where transfers are numbered, a hand-over without a number follows a wrong declaration, so the channel's rule applies.
    const listed = numbersTransfers(scenario.work)
      ? all?.[one.leftBy - 1]
      : all?.find(({ to }) => to === one.tier);
    const own = listed?.rule;
    const rule = own === undefined ? (transfer?.[channel] ?? null) : own;
    const mayGoOn = rule !== null && FOUND_AT_END.includes(reason);
    if (mayGoOn && isSame && free === 0 && one.releasedMs === nowMs) return;
    this.tally.cellOf(one).handOvers++;
    (period.contacts[group]?.[one.severity] as ContactCount).takenOver++;
    period.handOver({ reason, from, to: scenario.groups[group]?.centre as number });
  }

  /** What the contact that was just taken will find. The ledger is silent if it is what the one before it has found. */
  outcome(one: LiveCase, { c: transfer }: Entry): Odd | null {
    one.transfer = transfer;
    return null;
  }

  preempt(one: LiveCase): Odd | null {
    this.tally.cellOf(one).preemptions++;
    return null;
  }

  afterContact({ aux, c: agent, caseNumber }: Entry): Odd | null {
    const { agents, cases } = this.tally;
    if (aux === 1) {
      const one = cases.of(caseNumber);
      if (one === undefined) return NOT_THERE;
      if (!agents.turnIntoWork(agent, caseNumber)) return NOT_IN_HAND;
      one.leavesWork = true;
      return null;
    }
    const isDone =
      caseNumber === NO_CASE
        ? agents.endOnlyWork(agent, this.tally)
        : agents.letGo(agent, besides(caseNumber), this.tally);
    return isDone ? null : NOT_IN_HAND;
  }

  /** How long work takes that is one of several things in hand. It shows which of two works for the same case ends first. */
  amongSeveral({ aux, c: agent, caseNumber, d: lengthMs }: Entry): Odd | null {
    if (aux !== 1) return null;
    return this.tally.agents.setWork(agent, caseNumber, lengthMs, this.tally) ? null : NOT_IN_HAND;
  }

  callback(one: LiveCase, entry: Entry): Odd | null {
    const { aux: step } = entry;
    const cell = this.tally.cellOf(one);
    if (step === DECLINED || step === ACCEPTED) {
      cell.offered++;
      if (step === ACCEPTED) {
        cell.accepted++;
        one.isToBeCalled = true;
      }
    } else if (step === REACHED) {
      if (one.waitToCallMs < 0) return 'nobody has called the customer';
      cell.reached++;
      one.isToBeCalled = false;
      this.tally.answer(one, one.joinedMs, one.waitToCallMs);
    } else one.isUnanswered = true;
    return null;
  }

  /** Nobody is free for a contact that needs a second agent. */
  consultation(one: LiveCase, entry: Entry): Odd | null {
    const cell = this.tally.cellOf(one);
    if (entry.aux === CONSULTATION_WAITS) {
      cell.asked++;
      one.askedMs = this.tally.nowMs;
    } else {
      this.endAsking(one, cell);
      cell.alone++;
    }
    return null;
  }

  /** An agent joins another's contact. */
  isConsulted(one: LiveCase, entry: Entry): Odd | null {
    const cell = this.tally.cellOf(one);
    this.endAsking(one, cell);
    cell.joined++;
    return this.looksOn(one, entry);
  }

  /** An agent is busy with a case that another has in hand. */
  looksOn(one: LiveCase, { c: agent, caseNumber }: Entry): Odd | null {
    const { agents } = this.tally;
    return agents.take(agent, besides(caseNumber), one.stream, this.tally) ? null : NO_AGENT;
  }

  lookedOn({ c: agent, caseNumber }: Entry): Odd | null {
    return this.tally.agents.letGo(agent, besides(caseNumber), this.tally) ? null : NOT_IN_HAND;
  }

  /** Ends the wait of a contact for a second agent, if there was one. */
  private endAsking(one: LiveCase, cell: CellCount): void {
    if (one.askedMs < 0) cell.asked++;
    else cell.consultationWaitMs += this.tally.nowMs - one.askedMs;
    one.askedMs = -1;
  }
}
