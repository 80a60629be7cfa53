import { type Column, numbered } from '#base';
import {
  ACT_KINDS,
  ACT_NUMBERS,
  type AgentIndex,
  CASE_STATES,
  type CaseNumber,
  type CaseStateIndex,
  type ChannelIndex,
  COPY_ROLES,
  type DurationMs,
  type PlaceIndex,
  type RunMs,
  type StreamIndex,
  TIERS,
  TRANSITION_EVENTS,
  type TransitionEventIndex,
} from '#domain';
import type { StoryEntry } from '#ledger';
import {
  AWAITING_VENDOR,
  type CaseView,
  type OnlookerRole,
  PAUSED,
  QUEUED,
  REFUSED,
  STALLED,
  SUBMITTED,
  WORKING,
} from '../../facts/case-state.ts';
import { placeOfCopy, roleOfCopy } from '../../facts/copy-list.ts';
import type { ActViewOf } from '../../facts/facts.ts';
import { wasOpenBefore } from '../../facts/opened-before.ts';
import { shown } from '../../facts/tally.ts';
import { ABSENT, NONE, OFF_WORK } from '../../facts/world-state.ts';
import { DUTY, type Invariant, Judge, WHO_IS_FREE } from '../invariant.ts';
import { Approvals } from './approvals.ts';
import { BacklogCases } from './backlog-cases.ts';
import { Callbacks } from './callbacks.ts';
import { CaseNumbers } from './case-numbers.ts';
import { Consultations } from './consultations.ts';
import { DayEnd } from './day-end.ts';
import { Incidents } from './incidents.ts';
import { OvertimeLimits } from './overtime-limits.ts';
import { Rotas } from './rotas.ts';
import { Sessions } from './sessions.ts';
import { Slowdowns } from './slowdowns.ts';
import { TraceReplay } from './trace-replay.ts';
import { Transfers } from './transfers.ts';

const {
  'among several': AMONG_SEVERAL,
  consultation: CONSULTATION,
  'follow-up': FOLLOW_UP,
  'incident link': INCIDENT_LINK,
} = ACT_NUMBERS;
const { CLEAR, message: MESSAGE, patience: PATIENCE, PREEMPT, RELOCATE } = numbered(TRANSITION_EVENTS);

/**
 * R18: the ledger and the acts of the world correspond one to one. Time does not go back; cases are opened once, in
 * order; each transition starts where the last one ended; data that is deleted, copied or read exists; a view that
 * ends has begun; work windows are the scenario's; nothing follows the end of a run. (The ledger's own seal proves
 * that no byte was changed afterwards.)
 */
export class LogEqualsWorld extends Judge {
  private latestMs = 0;
  /** group → shift → number of duty windows that have begun; the same for those that have ended. */
  private readonly begun = this.facts.tables.shifts.map((shifts) => shifts.map(() => 0));
  private readonly ended = this.facts.tables.shifts.map((shifts) => shifts.map(() => 0));
  /** Cases whose customers left a message in this instant; then those whose customers may come again. */
  private readonly messages = new Set<number>();
  private readonly goneWithout = new CaseNumbers();
  readonly replay = new TraceReplay(this.facts, this.tally);
  readonly approvals = new Approvals(this.facts, this.tally);
  readonly callbacks = new Callbacks(this.facts, this.tally);
  readonly openCases = new BacklogCases(this.facts, this.tally);
  private readonly incidents = new Incidents(this.facts, this.tally);
  readonly sessions = new Sessions(this.facts, this.tally);
  readonly slowdowns = new Slowdowns(this.facts, this.tally);
  readonly consultations = new Consultations(this.facts, this.tally, this.slowdowns);
  /** Cases whose escort began to watch in this instant, or whose escorted view ended. */
  private readonly escorted = new Set<CaseView>();
  readonly overtime = new OvertimeLimits(this.facts, this.tally);
  readonly dayEnd = new DayEnd(this.facts, this.tally, this.overtime);
  private readonly rotas = new Rotas(this.facts, this.tally);
  readonly transfers = new Transfers(this.facts, this.tally);

  /** `isAfterEnd`: an earlier entry said that the run was over. */
  entry(timeMs: RunMs, caseNumber: CaseNumber | null, isAfterEnd: boolean): void {
    this.tally.checks++;
    if (isAfterEnd) this.tally.violate(caseNumber, 'the entry comes after the end of the run');
    if (timeMs < this.latestMs) {
      const backMs = this.latestMs - timeMs;
      this.tally.violate(caseNumber, `the entry is dated ${backMs} ms before an earlier entry`);
    } else this.latestMs = timeMs;
  }

  unknownKind(kind: number): void {
    this.tally.violate(null, `there is no act of kind ${kind}`);
  }

  duty(act: ActViewOf<'duty'>): void {
    const { a: group, aux, b: shift, c: agents, d: firstAgent, timeMs } = act;
    const on = aux === 1;
    this.tally.checks++;
    if (this.rotas.has(group, shift)) return this.rotas.changing(act);
    if (!on) this.dayEnd.dutyEnded(group, firstAgent, agents);
    const facts = this.facts.tables.shifts[group]?.[shift];
    const windows = (on ? this.begun : this.ended)[group];
    if (facts === undefined || windows === undefined) {
      this.tally.violate(
        null,
        `a work window refers to shift ${shift} of group ${group}, which does not exist`,
      );
      return;
    }
    const window = windows[shift] ?? 0;
    windows[shift] = window + 1;
    const expectedMs = (on ? facts.fromMs : facts.toMs)[window];
    if (facts.agents !== agents || facts.firstAgent !== firstAgent || expectedMs !== timeMs) {
      const name = this.facts.tables.scenario.groups[group]?.id;
      const verb = on ? 'begins' : 'ends';
      const how = expectedMs === timeMs ? 'with other agents' : 'at another time';
      this.tally.violate(null, `a work window of group ${name} ${verb} ${how} than in the scenario`);
    }
  }

  /** Called when the run stops before its horizon; the stated reason is the number of waiting cases. */
  endedEarly(waiting: number): void {
    this.tally.checks++;
    let found = 0;
    for (const { state } of this.facts.cases.all()) if (state === QUEUED || state === STALLED) found++;
    if (found === waiting) return;
    this.tally.violate(null, `the run stops because ${waiting} cases wait, but ${found} do`);
  }

  finish(endMs: RunMs): void {
    this.replay.finish(endMs);
    this.openCases.finish();
    this.rotas.finish(endMs);
    this.incidents.finish(endMs);
    this.facts.tables.shifts.forEach((shifts, g) => {
      shifts.forEach(({ fromMs, toMs }, s) => {
        if (this.rotas.has(g, s)) return;
        this.tally.checks++;
        const isBefore = (timeMs: RunMs) => timeMs < endMs;
        const begun = this.begun[g]?.[s] ?? 0;
        const ended = this.ended[g]?.[s] ?? 0;
        if (begun >= fromMs.filter(isBefore).length && ended >= toMs.filter(isBefore).length) return;
        const name = this.facts.tables.scenario.groups[g]?.id;
        this.tally.violate(null, `the ledger lacks a work window of group ${name}`);
      });
    });
  }

  /** Called when a centre or data centre goes down or comes up again. `isUp`: present states, 1 for up. */
  outage<Index extends number>(index: Index, isUp: Readonly<Column<Index>>, up: boolean): void {
    this.tally.checks++;
    const wasUp = isUp[index] === 1;
    if (index >= isUp.length) this.tally.violate(null, `place ${index} does not exist`);
    else if (wasUp === up)
      this.tally.violate(null, `place ${index} is recorded as ${up ? 'up' : 'down'}, but already is`);
  }

  /**
   * Called when a single agent goes away or comes back. The two must alternate for each reason, and happen only in groups with
   * absences, or with shrinkage if the time is paid.
   */
  presence({ a: group, aux, b: isPaid, c: agent }: ActViewOf<'presence'>): void {
    const isBack = aux === 1;
    this.tally.checks++;
    const { tables, world } = this.facts;
    const claim = `agent ${shown(agent)} ${isBack ? 'comes back' : 'goes away'}`;
    const why = isPaid === 1 ? 'shrinkage' : 'absences';
    const bit = isPaid === 1 ? OFF_WORK : ABSENT;
    if (tables.groupOf(agent) !== group || tables.scenario.groups[group]?.[why] === undefined) {
      this.tally.violate(null, `${claim}, but group ${group} has no ${why} or no such agent`);
    } else if ((((world.agentAway[agent] ?? 0) & bit) === 0) === isBack)
      this.tally.violate(null, `${claim}, but already ${isBack ? 'is there' : 'is away'}`);
  }

  /** Called when after-contact work begins or ends. `supportCase`: undefined if the case is not live. */
  workChanges(act: ActViewOf<'after-contact work'>, supportCase: CaseView | undefined): void {
    const { aux, c: agent, caseNumber } = act;
    const begins = aux === 1;
    const isShared = this.facts.concurrency.isShared(agent);
    if (!isShared && begins) this.transfers.workBegins(supportCase, agent);
    else if (!isShared) this.transfers.workEnds(agent);
    this.judgeWork(act, supportCase, isShared);
    if (isShared) this.slowdowns.changes(agent);
    if (isShared && !begins) this.slowdowns.workEnds(agent, caseNumber);
    this.overtime.busyChanges(agent, begins ? 1 : -1);
  }

  /**
   * Checks after-contact work: the agent has just had the case, contacts leave such work, and it ends only once
   * begun. `isShared`: the agent handles several contacts at once, so that the work takes the place of the contact.
   */
  private judgeWork(
    { a: group, aux, c: agent, caseNumber }: ActViewOf<'after-contact work'>,
    supportCase: CaseView | undefined,
    isShared: boolean,
  ): void {
    this.tally.checks++;
    const { concurrency, tables, world } = this.facts;
    const begins = aux === 1;
    const isKnown = tables.leavesWork || (!isShared && tables.scenario.work.transfer !== undefined);
    const isAtWork = isShared ? world.hasWorkOf(agent, caseNumber) : world.agentWorksAfter[agent] === 1;
    const claim = `agent ${shown(agent)} ${begins ? 'begins' : 'ends'} after-contact work`;
    const by = isShared ? caseNumber : null;
    if (tables.groupOf(agent) !== group || !isKnown) {
      this.tally.violate(by, `${claim}, but group ${group} has no such work or no such agent`);
    } else if (!begins && !isAtWork) this.tally.violate(by, `${claim}, but has not begun it`);
    else if (begins) {
      const hasHad = supportCase?.lastAgent === agent && supportCase.agent === NONE;
      const isFree = world.caseOfAgent[agent] === NONE && !isAtWork;
      if (hasHad && (isShared ? concurrency.hasRoom(agent, supportCase) : isFree)) return;
      const others = isShared ? 'with too many others' : 'while still busy with another';
      const message = `${claim} for a case that the agent did not have, or ${others}`;
      this.tally.violate(supportCase?.number ?? by, message);
    }
  }

  /**
   * Called when an agent takes the case, before the facts record it. `waitMs`: how long the customer has waited, from
   * the act.
   */
  assigning(supportCase: CaseView, agent: AgentIndex, waitMs: DurationMs): void {
    this.callbacks.assigned(supportCase, waitMs);
    this.judgeFree(supportCase, agent);
    this.transfers.assigned(supportCase, agent);
    this.slowdowns.changes(agent);
  }

  /**
   * An agent with after-contact work takes no case, except in addition to it if the group may handle several (R10).
   */
  private judgeFree({ number }: CaseView, agent: AgentIndex): void {
    if (this.facts.world.agentWorksAfter[agent] !== 1 || this.facts.concurrency.isShared(agent)) return;
    this.tally.violate(number, `agent ${shown(agent)} takes the case, but still does after-contact work`);
  }

  /** Checks an interrupted case: the entry just before must name the case it is interrupted for. */
  private interrupted({ number, rare: { preemptedMs } }: CaseView): void {
    this.tally.checks++;
    if (preemptedMs === this.facts.moment.timeMs) return;
    this.tally.violate(number, 'the case is interrupted, but the ledger does not say for which case');
  }

  /** Called when a case is about to be opened. */
  opening(caseNumber: CaseNumber, stream: StreamIndex): void {
    const { cases, tables } = this.facts;
    this.tally.checks++;
    if (caseNumber !== cases.openedCount) {
      this.tally.violate(caseNumber, `the case is opened although case ${cases.openedCount} is next`);
    }
    if (tables.streams[stream] === undefined) {
      this.tally.violate(caseNumber, `the case comes from arrival stream ${stream}, which does not exist`);
    }
  }

  /** Called for an act on a case that is not live, or is erased (unless a copy is stored or deleted). */
  notLive(caseNumber: CaseNumber, kind: number): void {
    this.tally.checks++;
    const why = caseNumber < this.facts.cases.openedCount ? 'has ended' : 'was never opened';
    this.tally.violate(caseNumber, `'${ACT_KINDS[kind] ?? 'act'}' happens to a case that ${why}`);
  }

  /** `before` and `after` are those of the act; the facts still have the old state. */
  transition(
    supportCase: CaseView,
    event: TransitionEventIndex,
    before: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    this.judgeStates(supportCase, before, after);
    const was = supportCase.state;
    if (!this.sessions.wasContained(supportCase)) this.openCases.moved(supportCase, after);
    if (was === SUBMITTED && !wasOpenBefore(this.facts.tables, supportCase))
      this.sessions.submitted(supportCase);
    if (was === SUBMITTED) this.submitted(supportCase, after === REFUSED);
    const isAnswered = supportCase.lastAgent !== NONE;
    if (event === PATIENCE && isAnswered) this.gaveUpLater(supportCase);
    else if (event === PATIENCE || event === MESSAGE || after === REFUSED) {
      this.unanswered(supportCase, event === MESSAGE);
    }
    if (event === CLEAR) {
      this.dayEnd.cleared(supportCase);
      if (!isAnswered) this.unanswered(supportCase, false);
    }
    this.dayEnd.moved(supportCase, after);
    this.transfers.moved(supportCase, event, after);
    this.consultations.moved(supportCase, event, after);
    this.slowdowns.moved(supportCase, event, after);
    this.callbacks.moved(supportCase, event, after);
    this.incidents.moved(supportCase, event, after);
    // If copies move while the case stays in its state, its wait goes on.
    if (event === RELOCATE && was === after) return;
    if (event === PREEMPT) this.interrupted(supportCase);
    if (was === PAUSED && after !== WORKING && supportCase.isAssigned) this.slowdowns.leaves(supportCase);
  }

  /** The customer gives up after an answer, which only some channels let happen. */
  private gaveUpLater({ number, stream }: CaseView): void {
    this.tally.checks++;
    const { streams, work } = this.facts.tables.scenario;
    const { channel } = streams[stream] ?? {};
    if (channel !== undefined && (work.patienceAgain?.[channel] ?? null) !== null) return;
    this.tally.violate(
      number,
      `the customer gives up after an answer, but on ${channel ?? 'no channel'} customers then wait for ever`,
    );
  }

  private judgeStates(supportCase: CaseView, before: CaseStateIndex, after: CaseStateIndex): void {
    this.tally.checks++;
    if (after === AWAITING_VENDOR && this.facts.tables.scenario.work.vendorWait === undefined) {
      this.violate(supportCase, 'the case waits for a vendor, but the scenario has no vendor waits');
    }
    if (before !== supportCase.state || CASE_STATES[after] === undefined)
      this.violateTransition(supportCase, before, after);
    if (after === WORKING && before !== WORKING) this.worked(supportCase);
  }

  private violateTransition(
    { number, state }: CaseView,
    before: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    const name = (index: number) => CASE_STATES[index] ?? `state ${index}`;
    this.tally.violate(
      number,
      `a transition from ${name(before)} to ${name(after)}, but the case is in ${name(state)}`,
    );
  }

  /** Checks that work at a centre with a local system uses a copy there. */
  private worked(supportCase: CaseView): void {
    const { tables } = this.facts;
    const { number, viewCentre } = supportCase;
    if (tables.scenario.centres[viewCentre]?.access !== 'local system') return;
    this.tally.checks++;
    const place = tables.placeOfCentre(viewCentre);
    for (const copy of supportCase.copies) if (placeOfCopy(copy) === place) return;
    this.tally.violate(number, `${tables.placeName(place)} works on a local system, but has no copy`);
  }

  /**
   * Called when a contact finds another tier than known. Possible only if tiers send cases back, or if the scenario says where they
   * go from each tier; and for the case's own agent.
   */
  outcome(supportCase: CaseView, { aux: tier, c: transfer }: ActViewOf<'outcome'>): void {
    this.tally.checks++;
    const { agent, number, tier: present } = supportCase;
    const claim = `the ledger says that tier ${tier} solves the case`;
    const { returns, tierTransfers } = this.facts.tables.scenario.work;
    if ((returns ?? tierTransfers) === undefined) {
      this.tally.violate(number, `${claim}, but that is fixed at its opening`);
    } else if (agent === NONE) this.tally.violate(number, `${claim}, but no agent has it`);
    else if (this.facts.tables.numbersTransfers) {
      if (!this.isTransfer(supportCase, tier, transfer))
        this.tally.violate(
          number,
          `${claim} by transfer ${transfer}, which tier ${present} does not have for it`,
        );
    } else if (tierTransfers !== undefined) {
      const goesTo = (tierTransfers[present - 1] ?? []).flatMap(({ shares, to }) =>
        (shares[supportCase.trueProduct] ?? 0) > 0 ? [to] : [],
      );
      if (tier !== present && goesTo.every((to) => to !== tier))
        this.tally.violate(number, `${claim}, to which tier ${present} transfers no such case`);
    } else if (tier < Math.max(1, present - 1) || tier > TIERS.length) {
      this.tally.violate(number, `${claim}, which an agent of tier ${present} cannot know`);
    }
  }

  /** Whether a contact of the case's agent may find the tier by the transfer of that number; by none, it stays. */
  private isTransfer(
    { agent, rare, tier: present, trueProduct }: CaseView,
    tier: number,
    number: number,
  ): boolean {
    const { tables } = this.facts;
    if (number === 0) return tier === present;
    const one = tables.scenario.work.tierTransfers?.[present - 1]?.[number - 1];
    if (one === undefined || (one.shares[trueProduct] ?? 0) === 0) return false;
    if (one.contact !== undefined && (one.contact === 'later') !== rare.hasFinished) return false;
    const isOwn = one.group !== undefined && one.group === tables.groupOf(agent);
    return !isOwn && tier === (one.to === present ? 0 : one.to);
  }

  /**
   * Called when the case ends without an answer. The customer may come again; a message must be followed by a case in
   * this instant.
   */
  private unanswered({ number, stream }: CaseView, isMessage: boolean): void {
    const { streams, work } = this.facts.tables.scenario;
    const { channel } = streams[stream] ?? {};
    const isWorked = channel !== undefined && (work.message?.[channel]?.channel ?? null) !== null;
    if (isMessage && isWorked) this.messages.add(number);
    else if (!isMessage && work.retry !== undefined) this.goneWithout.add(number);
  }

  /** Takes the acts that change no facts, if a part of this invariant judges them. */
  recorded(supportCase: CaseView, act: StoryEntry): void {
    if (act.kind === AMONG_SEVERAL) this.slowdowns.recorded(supportCase, act);
    else if (act.kind === CONSULTATION) this.consultations.recorded(supportCase, act);
    else if (act.kind === FOLLOW_UP) this.follows(supportCase, act);
    else if (act.kind === INCIDENT_LINK) this.incidents.recorded(supportCase, act);
  }

  /**
   * Called when the case follows an earlier one, whose customer left a message or comes again. Each earlier case is
   * followed at most once.
   */
  private follows(supportCase: CaseView, { aux: kind, d: earlier }: ActViewOf<'follow-up'>): void {
    this.tally.checks++;
    this.replay.follows(supportCase.number);
    this.sessions.follows(supportCase);
    const isFollowing =
      kind === 1
        ? this.messages.delete(earlier)
        : this.goneWithout.take(earlier) || this.sessions.takesBack(earlier);
    if (isFollowing && supportCase.state === SUBMITTED) return;
    const what =
      kind === 1 ? 'left no message, or none that is still open' : 'did not leave without an answer';
    this.violate(supportCase, `the case follows case ${earlier}, whose customer ${what}`);
  }

  /** Checks at the end of an instant that each message has become a case. */
  endOfInstant(): void {
    this.replay.endOfInstant();
    this.dayEnd.endOfInstant();
    this.rotas.endOfInstant();
    this.incidents.endOfInstant();
    this.transfers.endOfInstant();
    this.consultations.endOfInstant();
    this.judgeEscorts();
    if (this.messages.size === 0) return;
    for (const caseNumber of this.messages) {
      this.tally.violate(caseNumber, 'the customer left a message, but no case follows');
    }
    this.messages.clear();
  }

  /** Called when the ledger says why the case is refused. */
  refused(supportCase: CaseView, channel: ChannelIndex, inSystem: number, waiting: number): void {
    const { lines, tables } = this.facts;
    this.tally.checks++;
    const isOfTheCase = channel === tables.stream(supportCase.stream).channel;
    if (isOfTheCase && inSystem === lines.inSystem(channel) && waiting === lines.waiting(channel)) return;
    this.violate(
      supportCase,
      `the case is refused because ${inSystem} cases occupy lines, ${waiting} of them waiting, ` +
        `but ${lines.inSystem(channel)} do, ${lines.waiting(channel)} of them waiting`,
    );
  }

  /** Checks that the case is accepted or refused as the entry just before said. */
  private submitted(supportCase: CaseView, isRefused: boolean): void {
    if (supportCase.rare.refusalTold === isRefused) return;
    this.violate(
      supportCase,
      isRefused
        ? 'the case is refused without a recorded reason'
        : 'a refusal is recorded, but the case is accepted',
    );
  }

  /** `isCopy`: whether the vocabulary has its role and item classes. */
  stored(supportCase: CaseView, copy: number, isCopy: boolean): void {
    const { tables } = this.facts;
    this.tally.checks++;
    const place = placeOfCopy(copy);
    if (!isCopy) {
      this.violate(supportCase, 'a copy is stored with a role or item classes that do not exist');
    } else if (place >= tables.places.length) {
      this.violate(supportCase, `a copy is stored at ${tables.placeName(place)}, which does not exist`);
    } else if (supportCase.copies.includes(copy)) {
      this.violate(supportCase, `the ${this.copyName(copy)} already exists`);
    }
  }

  deleted(supportCase: CaseView, copy: number, wasThere: boolean): void {
    this.tally.checks++;
    if (!wasThere) {
      this.violate(supportCase, `the ${this.copyName(copy)} is deleted, but did not exist`);
    }
  }

  /** Called before the view is recorded in the case. */
  viewBegins(supportCase: CaseView, agent: AgentIndex, place: PlaceIndex): void {
    this.judgeView(supportCase, place);
    this.overtime.viewBegins(agent, supportCase.number);
  }

  private judgeView(supportCase: CaseView, place: PlaceIndex): void {
    this.tally.checks++;
    if (supportCase.viewCentre !== -1) {
      this.violate(supportCase, `a view begins while agent ${shown(supportCase.viewAgent)} sees the case`);
    } else this.judgeRead(supportCase, place);
  }

  /** Called when a consulted agent, or an escort, begins to see the case. */
  onlookerBegins(supportCase: CaseView, place: PlaceIndex, role: OnlookerRole): void {
    this.tally.checks++;
    this.judgeRead(supportCase, place);
    if (role === 'escort') this.escorted.add(supportCase);
    else this.consultations.joined(supportCase);
  }

  private judgeRead(supportCase: CaseView, place: PlaceIndex): void {
    if (supportCase.classesAt(place) !== 0) return;
    const name = this.facts.tables.placeName(place);
    this.violate(supportCase, `the case is read from ${name}, which has no copy of it`);
  }

  /** Called when a view ends, and with it the agent's work on the case, while the facts still have both. */
  viewEnds(supportCase: CaseView, act: ActViewOf<'view end'>): void {
    this.judgeEnd(supportCase, supportCase, act);
    if (supportCase.rare.escort !== null) this.escorted.add(supportCase);
    this.overtime.viewEnds(act.c, supportCase.number);
    if (supportCase.isAssigned) this.slowdowns.leaves(supportCase);
  }

  /** Called when such a view ends, while the facts still have it. */
  onlookerEnds(supportCase: CaseView, act: ActViewOf<'view end'>, role: OnlookerRole): void {
    this.judgeEnd(supportCase, supportCase.rare[role], act);
    if (role === 'consultation') this.consultations.left(supportCase, act.b, act.c);
  }

  /** An escort watches for as long as somebody sees the case, from the first moment to the last. */
  private judgeEscorts(): void {
    if (this.escorted.size === 0) return;
    for (const supportCase of this.escorted) {
      this.tally.checks++;
      if (supportCase.rare.escort !== null && supportCase.viewCentre === -1)
        this.violate(supportCase, 'an escort watches, but nobody sees the case');
    }
    this.escorted.clear();
  }

  /** `seen`: the case as seen by the agent, or null. */
  private judgeEnd({ number }: CaseView, seen: CaseView | null, act: ActViewOf<'view end'>): void {
    this.tally.checks++;
    const { a: centre, b: group, c: agent, d: place } = act;
    const isTheSame =
      seen?.viewCentre === centre &&
      seen.viewGroup === group &&
      seen.viewAgent === agent &&
      seen.viewPlace === place;
    if (!isTheSame) this.tally.violate(number, `a view of agent ${shown(agent)} ends, but had not begun`);
  }

  dropped(supportCase: CaseView): void {
    this.callbacks.dropped(supportCase);
    this.transfers.dropped(supportCase);
  }

  private copyName(copy: number): string {
    return `${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} at ${this.facts.tables.placeName(placeOfCopy(copy))}`;
  }
}

export const R18: Invariant<LogEqualsWorld> = {
  row: {
    id: 'R18',
    title: 'Log = world',
    sentence: 'The ledger and the acts of the run correspond one to one.',
    statement:
      'Times do not decrease; case numbers are 0, 1, 2 … in the order of opening; each transition ' +
      'starts in the state in which the last one ended; data that is deleted or read is live; a centre with a local system works on a copy there; a ' +
      'view that ends had begun; a refusal gives the number of cases that occupy lines; each message ' +
      'that was left, and no other, is followed by one case; only customers without an answer come again, once; ' +
      'queues that close for the day are cleared or served out as the scenario says; consulted agents stay for the part that it says, escorts from the first moment of a view to the last; a customer is asked once to approve access from outside, while the case waits, and answers once; cases of an incident wait from their link on, and are resolved when its cause is mended, after the first that was linked; ' +
      'simultaneous contacts end when their work is done at the reduced speed that it says; a contact waits for a consultation, or continues alone, only while no eligible agent is free; nothing happens to a case before its opening or after its end; places ' +
      "go down and come up alternately; work windows are the scenario's, or as many agents are on duty as its head counts require, and more only while none of them is free. (Integrity of the bytes is " +
      "proved by the ledger's seal.)",
    source: 'The precondition of every other verdict',
    brokenBy: 'an access that is not recorded; a backdated entry',
  },
  log: {
    events: {
      ...WHO_IS_FREE,
      store: ['copiedFrom'],
      delete: [],
      view: 'all',
      'view end': 'all',
      'incident link': 'all',
    },
    isAboutWhoIsFree: true,
    isAboutCopies: true,
    names: ['group', 'agent', 'place'],
    noColumn: DUTY,
  },
  judge: LogEqualsWorld,
  seed: {
    what: 'a transition is recorded twice',
    kinds: ['transition'],
    sow: ({ entry }) => (entry.a === entry.b ? null : { entries: [entry, entry] }),
  },
  untested: { absent: 'nothing was recorded' },
};
