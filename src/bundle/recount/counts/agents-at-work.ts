import { assert, HOUR_MS } from '#base';
import type { AgentGroup, Scenario } from '#domain';
import type { CentreTime, GroupTime, Period } from './period.ts';
import { TimeBins } from './time-bins.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Something in hand: a contact (the number of its case), or other work about a case (`besides`). */
interface InHand {
  what: number;
  readonly stream: number;
  /** For after-contact work among several things in hand: the remaining time if it were alone, ms. Otherwise Infinity. */
  leftMs: number;
}

/** What an agent does. */
class AgentAtWork {
  readonly group: number;
  readonly centre: number;
  isOnDuty = false;
  isAway = false;
  /** Away by shrinkage, which is paid. */
  isOff = false;
  /** In the order of arrival. */
  readonly hand: InHand[] = [];
  /** The case that was taken or resumed last; −1: none. */
  lastCase = -1;
  /** Until when duty, things in hand, and their progress have been counted. */
  dutyUntilMs = 0;
  busyUntilMs = 0;
  doneUntilMs = 0;
  /** The speed with 2, 3 … in hand; null without concurrency. */
  private readonly slowdown: readonly number[] | null;

  constructor(group: number, { centre, concurrency }: AgentGroup) {
    this.group = group;
    this.centre = centre;
    this.slowdown = concurrency?.slowdown ?? null;
  }

  get isPresent(): boolean {
    return this.isOnDuty && !this.isAway && !this.isOff;
  }

  /** Among several works for one case, the one with the least remaining time, which ends first. −1 if there is none. */
  placeOf(what: number): number {
    const { hand } = this;
    let place = -1;
    for (let i = 0; i < hand.length; i++) {
      const { leftMs, what: other } = hand[i] as InHand;
      if (other === what && (place === -1 || leftMs < (hand[place] as InHand).leftMs)) place = i;
    }
    return place;
  }

  /** Counts the progress until now with the current number in hand. Call it before the number changes. */
  goOn(nowMs: number): void {
    const { doneUntilMs: sinceMs, hand, slowdown } = this;
    if (slowdown === null) return;
    this.doneUntilMs = nowMs;
    const doneMs = (nowMs - sinceMs) * (slowdown[hand.length - 2] ?? 1);
    for (const one of hand) one.leftMs -= doneMs;
  }
}

/** Something in hand that is not a contact: work that a contact with the case left, or a consultation about it. */
export function besides(caseNumber: number): number {
  return -1 - caseNumber;
}

/**
 * The agents of a run, each separately: on duty, busy, and for whom. An agent with several things in hand is busy once, with the first of
 * them.
 */
export class AgentsAtWork {
  /** All agents together, by hour of the run. */
  readonly dutyByHour: TimeBins;
  readonly busyByHour: TimeBins;
  readonly overtimeByHour: TimeBins;
  private readonly agents: readonly AgentAtWork[];
  private readonly downCentres = new Set<number>();
  private readonly segmentOfStream: readonly number[];

  constructor({ groups, horizonMs, streams }: Scenario) {
    const hours = Math.ceil(horizonMs / HOUR_MS);
    this.dutyByHour = new TimeBins(hours, HOUR_MS);
    this.busyByHour = new TimeBins(hours, HOUR_MS);
    this.overtimeByHour = new TimeBins(hours, HOUR_MS);
    this.segmentOfStream = streams.map(({ segment }) => segment);
    this.agents = groups.flatMap((group, index) => {
      const count = group.shifts.reduce((sum, { agents }) => sum + agents, 0);
      return Array.from({ length: count }, () => new AgentAtWork(index, group));
    });
  }

  /** Agents come on duty, or leave. */
  duty(isOn: boolean, first: number, count: number, at: Moment): void {
    const agents = this.agents.slice(first, first + count);
    const most = Math.max(0, this.agents.length - first);
    assert(agents.length === Math.min(count, most), `${count} agents from ${first} on are ${agents.length}`);
    for (const agent of agents) {
      this.count(agent, at);
      agent.isOnDuty = isOn;
    }
  }

  /** A centre goes down, or comes up again. */
  centre(isUp: boolean, centre: number, at: Moment): void {
    for (const agent of this.agents) if (agent.centre === centre) this.count(agent, at);
    if (isUp) this.downCentres.delete(centre);
    else this.downCentres.add(centre);
  }

  /** `isPaid`: by shrinkage. False if there is no such agent. */
  presence(isBack: boolean, isPaid: boolean, index: number, at: Moment): boolean {
    const agent = this.agents[index];
    if (agent === undefined) return false;
    this.count(agent, at);
    if (isPaid) agent.isOff = !isBack;
    else agent.isAway = !isBack;
    return true;
  }

  /** False if there is no such agent. */
  take(index: number, what: number, stream: number, at: Moment): boolean {
    const agent = this.agents[index];
    if (agent === undefined) return false;
    agent.goOn(at.nowMs);
    if (agent.hand.length === 0) agent.busyUntilMs = at.nowMs;
    if (what >= 0) agent.lastCase = what;
    agent.hand.push({ what, stream, leftMs: NEVER });
    return true;
  }

  /** Returns whether the agent had it in hand. */
  letGo(index: number, what: number, at: Moment): boolean {
    const agent = this.agents[index];
    if (agent === undefined) return false;
    agent.goOn(at.nowMs);
    const place = agent.placeOf(what);
    if (place === -1) return false;
    if (place === 0) this.countBusy(agent, at);
    if (place === agent.hand.length - 1) agent.hand.pop();
    else agent.hand.splice(place, 1);
    return true;
  }

  /** A contact is followed by work, which keeps its slot. False if the agent did not have the contact. */
  turnIntoWork(index: number, caseNumber: number): boolean {
    const agent = this.agents[index];
    const work = agent?.hand[agent.placeOf(caseNumber)];
    if (work === undefined) return false;
    work.what = besides(caseNumber);
    return true;
  }

  /** Sets how long the work that a contact has just left would take alone. */
  setWork(index: number, caseNumber: number, lengthMs: number, at: Moment): boolean {
    const agent = this.agents[index];
    agent?.goOn(at.nowMs);
    const isNew = ({ leftMs, what }: InHand) => what === besides(caseNumber) && leftMs === NEVER;
    const work = agent?.hand.find(isNew);
    if (work === undefined) return false;
    work.leftMs = lengthMs;
    return true;
  }

  /** The agent's only work is done, whatever its case. */
  endOnlyWork(index: number, at: Moment): boolean {
    const what = this.agents[index]?.hand[0]?.what;
    return what !== undefined && what < 0 && this.letGo(index, what, at);
  }

  /** Whether the agent took or resumed this case last. */
  hadLast(index: number, caseNumber: number): boolean {
    return this.agents[index]?.lastCase === caseNumber;
  }

  countAll(at: Moment): void {
    for (const agent of this.agents) this.count(agent, at);
  }

  /** Counts what the agent has done until now. */
  private count(agent: AgentAtWork, at: Moment): void {
    this.countBusy(agent, at);
    const { dutyUntilMs: sinceMs } = agent;
    const { nowMs, period } = at;
    const passedMs = nowMs - sinceMs;
    agent.dutyUntilMs = nowMs;
    const ofGroup = period.groups[agent.group] as GroupTime;
    if (agent.isOnDuty) ofGroup.scheduledMs += passedMs;
    if (agent.isOnDuty && agent.isOff) ofGroup.paidAwayMs += passedMs;
    if (!agent.isPresent) return;
    (period.centres[agent.centre] as CentreTime).duty.add(1, sinceMs, nowMs);
    this.dutyByHour.add(1, sinceMs, nowMs);
    ofGroup.dutyMs += passedMs;
    if (!this.downCentres.has(agent.centre)) ofGroup.availableMs += passedMs;
  }

  private countBusy(agent: AgentAtWork, { nowMs, period }: Moment): void {
    const { busyUntilMs: sinceMs, hand } = agent;
    agent.busyUntilMs = nowMs;
    const stream = hand[0]?.stream;
    if (stream === undefined) return;
    const passedMs = nowMs - sinceMs;
    const ofCentre = period.centres[agent.centre] as CentreTime;
    const ofGroup = period.groups[agent.group] as GroupTime;
    const segment = this.segmentOfStream[stream] as number;
    ofCentre.busy.add(1, sinceMs, nowMs);
    this.busyByHour.add(1, sinceMs, nowMs);
    ofGroup.busyMs[segment] = (ofGroup.busyMs[segment] as number) + passedMs;
    if (agent.isPresent) return;
    if (agent.isOnDuty && agent.isOff) ofGroup.paidAwayMs -= passedMs;
    ofCentre.overtime.add(1, sinceMs, nowMs);
    this.overtimeByHour.add(1, sinceMs, nowMs);
    ofGroup.overtimeMs[segment] = (ofGroup.overtimeMs[segment] as number) + passedMs;
  }
}

/** When something happens, and where it is counted. */
export interface Moment {
  readonly nowMs: number;
  readonly period: Period;
}
