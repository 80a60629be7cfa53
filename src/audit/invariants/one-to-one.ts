import { CASE_STATES, COPY_ROLES, TIERS } from '#domain';
import { CaseNumbers } from '../case-numbers.ts';
import {
  AWAITING_VENDOR,
  type CaseState,
  ERASED,
  QUEUED,
  STALLED,
  SUBMITTED,
  WORKING,
} from '../case-state.ts';
import { placeOfCopy, roleOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { shown, Tally } from '../moment.ts';
import { NONE } from '../world-state.ts';
import { Callbacks } from './callbacks.ts';
import { Consultations } from './consultations.ts';
import { DayEnd } from './day-end.ts';
import { OvertimeLimits } from './overtime-limits.ts';
import { Slowdowns } from './slowdowns.ts';
import { TraceReplay } from './trace-replay.ts';
import { Transfers } from './transfers.ts';

/**
 * R18: the ledger tells the acts of the world one to one. Time does not go back; cases are opened once, in
 * order; each transition continues from the last; what is deleted, copied or read was there; who ceases to
 * look had begun to; work windows are the scenario's; nothing
 * follows the end of a run. (That no byte was changed afterwards is proved by the
 * ledger's own seal.)
 */
export class OneToOne {
  readonly tally: Tally;
  private readonly facts: Facts;
  private latestMs = 0;
  /** group → shift → how many of its duty windows have begun, and ended. */
  private readonly begun: number[][];
  private readonly ended: number[][];
  /** Cases whose customer left a message in this instant, and those whose customer may come again. */
  private readonly messages = new Set<number>();
  private readonly goneWithout = new CaseNumbers();
  readonly replay: TraceReplay;
  readonly callbacks: Callbacks;
  readonly consultations: Consultations;
  readonly dayEnd: DayEnd;
  readonly overtime: OvertimeLimits;
  readonly slowdowns: Slowdowns;
  readonly transfers: Transfers;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R18', facts.moment);
    this.replay = new TraceReplay(facts, this.tally);
    this.callbacks = new Callbacks(facts, this.tally);
    this.slowdowns = new Slowdowns(facts, this.tally);
    this.consultations = new Consultations(facts, this.tally, this.slowdowns);
    this.overtime = new OvertimeLimits(facts, this.tally);
    this.dayEnd = new DayEnd(facts, this.tally, this.overtime);
    this.transfers = new Transfers(facts, this.tally);
    this.begun = facts.tables.shifts.map((shifts) => shifts.map(() => 0));
    this.ended = facts.tables.shifts.map((shifts) => shifts.map(() => 0));
  }

  /** `isAfterEnd`: an entry before it has said that the run is over. */
  entry(timeMs: number, caseNumber: number | null, isAfterEnd: boolean): void {
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

  duty(on: boolean, group: number, shift: number, agents: number, firstAgent: number, timeMs: number): void {
    this.tally.checks++;
    const facts = this.facts.tables.shifts[group]?.[shift];
    const counts = (on ? this.begun : this.ended)[group];
    if (facts === undefined || counts === undefined) {
      this.tally.violate(null, `a work window of group ${group}, shift ${shift}, which does not exist`);
      return;
    }
    const window = counts[shift] ?? 0;
    counts[shift] = window + 1;
    const expectedMs = (on ? facts.fromMs : facts.toMs)[window];
    if (facts.agents !== agents || facts.firstAgent !== firstAgent || expectedMs !== timeMs) {
      const name = this.facts.tables.scenario.groups[group]?.id;
      const verb = on ? 'begins' : 'ends';
      this.tally.violate(null, `a work window of group ${name} ${verb} otherwise than the scenario says`);
    }
  }

  /** The run is ended before its horizon; the reason given is that so many cases wait. */
  endedEarly(waiting: number): void {
    this.tally.checks++;
    let found = 0;
    for (const { state } of this.facts.cases.all()) if (state === QUEUED || state === STALLED) found++;
    if (found === waiting) return;
    this.tally.violate(null, `the run is ended because ${waiting} cases wait, but ${found} do`);
  }

  /** The ledger ends; it has told of everything before `endMs`. */
  finish(endMs: number): void {
    this.replay.finish(endMs);
    this.facts.tables.shifts.forEach((shifts, g) => {
      shifts.forEach(({ fromMs, toMs }, s) => {
        this.tally.checks++;
        const isBefore = (timeMs: number) => timeMs < endMs;
        const begun = this.begun[g]?.[s] ?? 0;
        const ended = this.ended[g]?.[s] ?? 0;
        if (begun >= fromMs.filter(isBefore).length && ended >= toMs.filter(isBefore).length) return;
        const name = this.facts.tables.scenario.groups[g]?.id;
        this.tally.violate(null, `a work window of group ${name} that the scenario has is not told of`);
      });
    });
  }

  /** A centre or data centre goes down or comes up again. */
  outage(index: number, count: number, wasUp: boolean, up: boolean): void {
    this.tally.checks++;
    if (index >= count) this.tally.violate(null, `place ${index} does not exist`);
    else if (wasUp === up)
      this.tally.violate(null, `place ${index} is said to be ${up ? 'up' : 'down'} again`);
  }

  /** A single agent goes away or comes back: by turns, and only in groups whose agents do. */
  presence(isBack: boolean, group: number, agent: number): void {
    this.tally.checks++;
    const { tables, world } = this.facts;
    const told = `agent ${shown(agent)} is said to ${isBack ? 'come back' : 'go away'}`;
    if (tables.groupOf(agent) !== group || tables.scenario.groups[group]?.absences === undefined) {
      this.tally.violate(null, `${told}, but nobody of group ${group} with that number ever does`);
    } else if ((world.agentAway[agent] === 0) === isBack) this.tally.violate(null, `${told} again`);
  }

  /** Work after a contact: of the agent who has just had the case, where contacts leave work; done when it had begun. */
  workAfter(begins: boolean, supportCase: CaseState | undefined, group: number, agent: number): void {
    this.tally.checks++;
    const { tables, world } = this.facts;
    const isAtWork = world.agentWorksAfter[agent] === 1;
    const told = `agent ${shown(agent)} is said to ${begins ? 'begin' : 'be done with'} after-contact work`;
    const { afterContact, transfer } = tables.scenario.work;
    if (begins) this.transfers.workBegins(supportCase, agent);
    else this.transfers.workEnds(agent);
    const isKnown = afterContact !== undefined || transfer !== undefined;
    if (tables.groupOf(agent) !== group || !isKnown) {
      this.tally.violate(null, `${told}, but nobody of group ${group} with that number ever does`);
    } else if (!begins && !isAtWork) this.tally.violate(null, `${told}, but had not begun`);
    else if (begins) {
      const hasHad = supportCase?.lastAgent === agent && supportCase.agent === NONE;
      const isFree = world.caseOfAgent[agent] === NONE && !isAtWork;
      if (hasHad && isFree) return;
      this.tally.violate(
        supportCase?.number ?? null,
        `${told} of a case that it has not had, or still in another's work`,
      );
    }
  }

  /** The same of an agent who has several in hand: it takes the place of the contact. */
  workAmongSeveral(
    begins: boolean,
    caseNumber: number,
    supportCase: CaseState | undefined,
    group: number,
    agent: number,
  ): void {
    this.tally.checks++;
    const { concurrency, tables, world } = this.facts;
    const told = `agent ${shown(agent)} is said to ${begins ? 'begin' : 'be done with'} after-contact work`;
    if (tables.groupOf(agent) !== group || tables.scenario.work.afterContact === undefined) {
      this.tally.violate(caseNumber, `${told}, but nobody of group ${group} with that number ever does`);
    } else if (!begins && !world.hasWorkOf(agent, caseNumber)) {
      this.tally.violate(caseNumber, `${told}, but had not begun`);
    } else if (begins) {
      const hasHad = supportCase?.lastAgent === agent && supportCase.agent === NONE;
      if (hasHad && concurrency.hasRoom(agent, supportCase)) return;
      this.tally.violate(caseNumber, `${told} of a case that it has not had, or with too much in hand`);
    }
  }

  /** Who still does work that another contact has left takes no case, but beside it where several may be in hand (R10). */
  assigned({ number }: CaseState, agent: number): void {
    if (this.facts.world.agentWorksAfter[agent] !== 1 || this.facts.concurrency.isShared(agent)) return;
    this.tally.violate(number, `agent ${shown(agent)} takes the case, but is at after-contact work`);
  }

  /** The case is interrupted: for whom is told just before. */
  interrupted({ number, preemptedMs }: CaseState): void {
    this.tally.checks++;
    if (preemptedMs === this.facts.moment.timeMs) return;
    this.tally.violate(number, 'the case is interrupted, and no case is told for which');
  }

  /** False when the case cannot be opened. */
  opened(caseNumber: number, stream: number): boolean {
    const { cases, tables } = this.facts;
    this.tally.checks++;
    if (caseNumber !== cases.openedCount) {
      this.tally.violate(caseNumber, `the case is opened where case ${cases.openedCount} is to follow`);
    }
    if (tables.streams[stream] === undefined) {
      this.tally.violate(caseNumber, `the case comes from arrival stream ${stream}, which does not exist`);
      return false;
    }
    return cases.get(caseNumber) === undefined;
  }

  /** Something happens to a case that is not live. */
  notLive(caseNumber: number, what: string): void {
    this.tally.checks++;
    const why = caseNumber < this.facts.cases.openedCount ? 'has ended' : 'was never opened';
    this.tally.violate(caseNumber, `'${what}' happens to a case that ${why}`);
  }

  /** Anything but a deletion, to a case that has been erased. */
  afterErasure(supportCase: CaseState, what: string): void {
    if (supportCase.state === ERASED) this.notLive(supportCase.number, what);
  }

  transition(supportCase: CaseState, before: number, after: number): void {
    this.tally.checks++;
    if (after === AWAITING_VENDOR && this.facts.tables.scenario.work.vendorWait === undefined) {
      this.tally.violate(supportCase.number, 'the case waits for a vendor, but none is ever asked');
    }
    if (before !== supportCase.state || CASE_STATES[after] === undefined)
      this.violateTransition(supportCase, before, after);
    if (after === WORKING && before !== WORKING) this.worked(supportCase);
  }

  /** The same, by those who judge a part; the new state is not noted yet. */
  moved(supportCase: CaseState, event: number, was: number, after: number): void {
    this.dayEnd.moved(supportCase, was, after);
    this.transfers.moved(supportCase, event, was, after);
    this.consultations.moved(supportCase, event, was, after);
    this.slowdowns.moved(supportCase, event, was, after);
  }

  private violateTransition({ number, state }: CaseState, before: number, after: number): void {
    const name = (index: number) => CASE_STATES[index] ?? `state ${index}`;
    this.tally.violate(
      number,
      `a transition from ${name(before)} to ${name(after)}, but the case is in ${name(state)}`,
    );
  }

  /** Work at a centre with a local system is done on a copy there. */
  private worked(supportCase: CaseState): void {
    const { tables } = this.facts;
    const { number, viewCentre } = supportCase;
    if (tables.scenario.centres[viewCentre]?.access !== 'local system') return;
    this.tally.checks++;
    const place = tables.placeOfCentre(viewCentre);
    for (const copy of supportCase.copies) if (placeOfCopy(copy) === place) return;
    this.tally.violate(number, `${tables.placeName(place)} works on a local system, and no copy is told`);
  }

  /** A contact finds another tier than was known: possible only where tiers send cases back, and for who has the case. */
  outcome(supportCase: CaseState, tier: number): void {
    this.tally.checks++;
    const { agent, number, tier: present } = supportCase;
    const told = `tier ${tier} is said to solve the case`;
    if (this.facts.tables.scenario.work.returns === undefined) {
      this.tally.violate(number, `${told}, but that is settled at its opening`);
    } else if (agent === NONE) this.tally.violate(number, `${told}, but nobody has it`);
    else if (tier < Math.max(1, present - 1) || tier > TIERS.length) {
      this.tally.violate(number, `${told}, which tier ${present} cannot know`);
    }
  }

  /** The case ends without an answer; somebody may come again for it, and a message must follow in this instant. */
  unanswered({ number }: CaseState, isMessage: boolean): void {
    const { message, retry } = this.facts.tables.scenario.work;
    if (isMessage && message !== undefined) this.messages.add(number);
    else if (!isMessage && retry !== undefined) this.goneWithout.add(number);
  }

  /** The case follows an earlier one, whose customer left a message or comes again: once, and after it. */
  follows(supportCase: CaseState, kind: number, earlier: number): void {
    this.tally.checks++;
    this.replay.follows(supportCase.number);
    const isFollowing = kind === 1 ? this.messages.delete(earlier) : this.goneWithout.take(earlier);
    if (isFollowing && supportCase.state === SUBMITTED) return;
    const what = kind === 1 ? 'left no message that nobody has taken up' : 'did not go without an answer';
    this.tally.violate(supportCase.number, `the case follows case ${earlier}, whose customer ${what}`);
  }

  /** Before the clock moves on: a message is a case at once. */
  endOfInstant(): void {
    this.replay.endOfInstant();
    this.dayEnd.endOfInstant();
    this.transfers.endOfInstant();
    this.consultations.endOfInstant();
    if (this.messages.size === 0) return;
    for (const caseNumber of this.messages) {
      this.tally.violate(caseNumber, 'the customer left a message, and no case follows');
    }
    this.messages.clear();
  }

  /** The ledger says why the case is refused. */
  refused(supportCase: CaseState, channel: number, inSystem: number, waiting: number): void {
    const { lines, tables } = this.facts;
    this.tally.checks++;
    const isOfTheCase = channel === tables.stream(supportCase.stream).channel;
    if (isOfTheCase && inSystem === lines.inSystem(channel) && waiting === lines.waiting(channel)) return;
    this.tally.violate(
      supportCase.number,
      `the case is refused because ${inSystem} cases are on the lines, of which ${waiting} wait, ` +
        `but ${lines.inSystem(channel)} are, of which ${lines.waiting(channel)} wait`,
    );
  }

  /** The case has got in or is refused: as was told just before. */
  submitted(supportCase: CaseState, isRefused: boolean): void {
    if (supportCase.refusalTold === isRefused) return;
    this.tally.violate(
      supportCase.number,
      isRefused ? 'the case is refused, and no reason is told' : 'the case is told to be refused, but got in',
    );
  }

  stored(supportCase: CaseState, copy: number): void {
    const { tables } = this.facts;
    this.tally.checks++;
    const place = placeOfCopy(copy);
    if (place >= tables.places.length || COPY_ROLES[roleOfCopy(copy)] === undefined) {
      this.tally.violate(
        supportCase.number,
        `a copy is stored at ${tables.placeName(place)}, which does not exist`,
      );
    } else if (supportCase.copies.includes(copy)) {
      this.tally.violate(supportCase.number, `the ${this.copyName(copy)} is there already`);
    }
  }

  deleted(supportCase: CaseState, copy: number, wasThere: boolean): void {
    this.tally.checks++;
    if (!wasThere) {
      this.tally.violate(supportCase.number, `the ${this.copyName(copy)} is deleted, but was not there`);
    }
  }

  /** The view is not noted in the case's state yet. */
  viewBegan(supportCase: CaseState, place: number): void {
    this.tally.checks++;
    if (supportCase.viewCentre !== -1) {
      this.tally.violate(
        supportCase.number,
        `a view begins while agent ${shown(supportCase.viewAgent)} looks`,
      );
    } else if (supportCase.classesAt(place) === 0) {
      this.tally.violate(
        supportCase.number,
        `the case is read from ${this.facts.tables.placeName(place)}, where no copy of it is`,
      );
    }
  }

  /** `seen`: the case as the agent sees it who is consulted. */
  consultationBegan({ number, viewClasses, viewPlace }: CaseState): void {
    this.tally.checks++;
    if (viewClasses !== 0) return;
    this.tally.violate(
      number,
      `the case is read from ${this.facts.tables.placeName(viewPlace)}, where no copy of it is`,
    );
  }

  viewEnded(supportCase: CaseState, centre: number, group: number, agent: number, place: number): void {
    this.tally.checks++;
    const { viewAgent, viewCentre, viewGroup, viewPlace } = supportCase;
    const isTheSame =
      viewCentre === centre && viewGroup === group && viewAgent === agent && viewPlace === place;
    if (!isTheSame) this.violateEnd(supportCase, agent);
  }

  private violateEnd({ number }: CaseState, agent: number): void {
    this.tally.violate(number, `a view of agent ${shown(agent)} ends that had not begun`);
  }

  private copyName(copy: number): string {
    return `${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} at ${this.facts.tables.placeName(placeOfCopy(copy))}`;
  }
}
