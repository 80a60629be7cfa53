import { numbered } from '#base';
import { ACT_KINDS, ACT_NUMBERS, SEVERITIES, TRANSITION_EVENTS } from '#domain';
import {
  CaseState,
  CLOSED,
  correct,
  ERASED,
  PAUSED,
  QUEUED,
  REFUSED,
  STALLED,
  SUBMITTED,
  stateOnLines,
  WORKING,
} from './case-state.ts';
import { copyCode, PRIMARY, REPLICA, roleOfCopy } from './copy-list.ts';
import type { Facts } from './facts.ts';
import type { InvariantSet } from './invariant-set.ts';
import { TO_BE_CONSULTED } from './invariants/access-purpose.ts';
import { NONE } from './world-state.ts';

const {
  transition: TRANSITION,
  store: STORE,
  delete: DELETE,
  transfer: TRANSFER,
  wait: WAIT,
  assign: ASSIGN,
  view: VIEW,
  'view end': VIEW_END,
  escalate: ESCALATE,
  severity: SEVERITY,
  outcome: OUTCOME,
  refuse: REFUSE,
  'follow-up': FOLLOW_UP,
  preempt: PREEMPTION,
  callback: CALLBACK,
  exception: EXCEPTION,
  disclosure: DISCLOSURE,
  'serve out': SERVE_OUT,
  'emergency access': EMERGENCY,
  consultation: CONSULTATION,
  'among several': AMONG_SEVERAL,
  commitment: COMMITMENT,
} = ACT_NUMBERS;
const {
  RELOCATE,
  PREEMPT,
  handling: HANDLING,
  hold: HOLD,
  patience: PATIENCE,
  message: MESSAGE,
  CLEAR,
} = numbered(TRANSITION_EVENTS);
const { A: HIGHEST } = numbered(SEVERITIES);

/** Reads the acts of cases: keeps the state of each case, and puts each act to the invariants that it concerns. */
export class CaseReader {
  private readonly facts: Facts;
  private readonly judges: InvariantSet;
  /** Whether somebody asks how long a case has waited, or when a view began. */
  private readonly keepsTimes: boolean;

  constructor(facts: Facts, judges: InvariantSet) {
    const { promises, routing, work } = facts.tables.scenario;
    this.facts = facts;
    this.judges = judges;
    this.keepsTimes =
      promises.some(({ breakGlass }) => breakGlass !== undefined) ||
      [routing.preemption, work.consultation, work.transfer].some((rule) => rule !== undefined);
  }

  open(aux: number, number: number, stream: number, declared: number, customer: number, truth: number): void {
    const { cases } = this.facts;
    if (!this.judges.oneToOne.opened(number, stream)) return;
    cases.openedCount = Math.max(cases.openedCount, number + 1);
    const opened = new CaseState(
      number,
      stream,
      aux >> 2,
      declared & 0xff,
      declared >> 8,
      truth & 0xff,
      (truth >> 8) & 0xff,
      truth >> 16,
      cases.noCopies,
    );
    cases.add(opened);
    this.judges.logResidency.opened(opened);
    this.judges.oneToOne.replay.opened(opened, customer);
    this.judges.answer.opened(number, customer);
  }

  /** Any act but the opening. */
  read(kind: number, aux: number, caseNumber: number, a: number, b: number, c: number, d: number): void {
    const supportCase = this.facts.cases.get(caseNumber);
    if (supportCase === undefined) this.readUnknown(kind, aux, caseNumber, a, c);
    else this.readLive(supportCase, kind, aux, a, b, c, d);
  }

  /** An act on a case that is not live. */
  private readUnknown(kind: number, aux: number, caseNumber: number, a: number, c: number): void {
    if (kind === STORE && caseNumber < this.facts.cases.openedCount) {
      this.judges.resurrection.storedAfterEnd(caseNumber, copyCode(aux, a, c));
    } else this.judges.oneToOne.notLive(caseNumber, ACT_KINDS[kind] ?? 'act');
  }

  private readLive(
    supportCase: CaseState,
    kind: number,
    aux: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    if (supportCase.state === ERASED && kind !== STORE && kind !== DELETE) {
      this.judges.oneToOne.afterErasure(supportCase, ACT_KINDS[kind] ?? 'act');
    }
    switch (kind) {
      case TRANSITION:
        this.transition(supportCase, aux, a, b);
        return;
      case STORE:
        this.judges.answer.stored(supportCase.number, aux, c);
        this.store(supportCase, copyCode(aux, a, c), a, b);
        return;
      case DELETE:
        this.delete(supportCase, copyCode(aux, a, c));
        return;
      case TRANSFER:
        this.judges.basis.transferred(supportCase, aux, a, b, c, d);
        return;
      case WAIT:
        this.judges.waiting.recorded(supportCase, aux, a, b, c);
        return;
      case ASSIGN:
        this.judges.oneToOne.callbacks.assigned(supportCase, d);
        this.assign(supportCase, a, c);
        return;
      case VIEW:
        if (aux === TO_BE_CONSULTED) this.beginConsultation(supportCase, a, b, c, d);
        else this.view(supportCase, aux, a, b, c, d);
        return;
      case VIEW_END:
        if (aux === TO_BE_CONSULTED) this.endConsultation(supportCase, a, b, c, d);
        else this.endView(supportCase, a, b, c, d);
        return;
      case ESCALATE:
        this.judges.escalation.escalated(supportCase, aux, a, b, c, d);
        supportCase.escalatedToTier = d;
        return;
      case REFUSE:
        supportCase.refusalTold = true;
        this.judges.oneToOne.refused(supportCase, aux, c, d);
        this.judges.waiting.refused(supportCase);
        return;
      case PREEMPTION:
        this.judges.waiting.preemptions.told(supportCase, a, c, d);
        return;
      case CALLBACK:
        this.judges.oneToOne.callbacks.told(supportCase, aux, c, d);
        return;
      case DISCLOSURE:
        this.judges.disclosures.disclosed(supportCase, aux === 1, a);
        return;
      case EXCEPTION:
        this.judges.consent.relied(supportCase, b);
        return;
      case EMERGENCY:
        this.judges.breakGlass.told(supportCase, aux, a, b, c, d);
        return;
      case CONSULTATION:
        this.judges.oneToOne.consultations.told(supportCase, aux, c);
        return;
      case AMONG_SEVERAL:
        this.judges.oneToOne.slowdowns.told(aux === 1, supportCase, c, d);
        return;
      case COMMITMENT:
        this.judges.escalation.commitments.told(supportCase, aux, a, b, c, d);
        if (supportCase.state === QUEUED) this.judges.waiting.widened(supportCase);
        return;
      case SERVE_OUT:
        this.judges.oneToOne.dayEnd.toldServedOut(supportCase);
        return;
      case FOLLOW_UP:
        this.judges.oneToOne.follows(supportCase, aux, d);
        return;
      case SEVERITY:
        supportCase.severity = aux;
        if (supportCase.severityRaised !== (aux === HIGHEST)) supportCase.severityRaised = aux === HIGHEST;
        return;
      case OUTCOME:
        this.judges.oneToOne.outcome(supportCase, aux);
        supportCase.solvedAtTier = aux;
        return;
    }
  }

  private transition(supportCase: CaseState, event: number, before: number, after: number): void {
    this.judges.oneToOne.transition(supportCase, before, after);
    const was = supportCase.state;
    if (was === SUBMITTED) this.submitted(supportCase, after);
    supportCase.state = after;
    if (supportCase.openTo !== NONE && after !== WORKING && after !== PAUSED) supportCase.openTo = NONE;
    const { cases, lines, tables } = this.facts;
    if (event === PATIENCE || event === MESSAGE || after === REFUSED) {
      this.judges.oneToOne.unanswered(supportCase, event === MESSAGE);
    }
    if (event === CLEAR) {
      this.judges.oneToOne.dayEnd.cleared(supportCase);
      if (supportCase.lastAgent === NONE) this.judges.oneToOne.unanswered(supportCase, false);
    }
    this.judges.oneToOne.moved(supportCase, event, was, after);
    const onLinesBefore = stateOnLines(supportCase, was);
    this.judges.oneToOne.callbacks.moved(supportCase, event, was, after);
    lines.moved(tables.stream(supportCase.stream).channel, onLinesBefore, stateOnLines(supportCase, after));
    // Copies move without the case leaving its state: nothing begins anew.
    if (event === RELOCATE && was === after) return;
    this.judges.waiting.preemptions.moved(supportCase, was, after);
    if (event === PREEMPT) this.judges.oneToOne.interrupted(supportCase);
    if (after === PAUSED && was === WORKING) this.pause(supportCase);
    else if (was === PAUSED) this.endPause(supportCase, after);
    if (after === QUEUED && (was === WORKING || was === PAUSED)) {
      this.judges.escalation.leftWork(supportCase);
      if (event === HANDLING) correct(supportCase);
    }
    if (supportCase.escalatedToTier !== NONE) {
      supportCase.tier = supportCase.escalatedToTier;
      supportCase.escalatedToTier = NONE;
    }
    this.judges.waiting.moved(supportCase, was, after);
    this.judges.escalation.commitments.moved(supportCase);
    if (after === QUEUED && was === QUEUED && event === HOLD) {
      supportCase.stage++;
      this.judges.waiting.widened(supportCase);
    } else if (after === QUEUED) {
      supportCase.stage = 0;
      if (this.keepsTimes) supportCase.joinedMs = this.facts.moment.timeMs;
      this.judges.waiting.joined(supportCase);
      this.judges.routerView.joined(supportCase, was, event === HANDLING);
    } else if (after === STALLED) this.judges.waiting.stalled(supportCase);
    else if (was === QUEUED || was === STALLED) this.judges.waiting.left(supportCase);
    if (after === CLOSED || (after === ERASED && was !== CLOSED)) this.judges.erasure.closed(supportCase);
    if (after === ERASED) this.dropIfErased(supportCase);
    // Nothing was stored of it, and nothing can follow.
    if (after === REFUSED && !supportCase.hasCopies) cases.drop(supportCase);
  }

  /** The case has got in, or has been refused, which is told before. */
  private submitted(supportCase: CaseState, after: number): void {
    this.judges.oneToOne.submitted(supportCase, after === REFUSED);
    if (after !== REFUSED) this.judges.waiting.accepted(supportCase);
  }

  /**
   * The view has ended, but the case stays with its agent: in hand, so that no other is taken; with preemption the agent has such
   * cases beside the one in hand.
   */
  private pause(supportCase: CaseState): void {
    const { lastAgent, number } = supportCase;
    const { routing } = this.facts.tables.scenario;
    if (routing.preemption === undefined) this.facts.world.setCaseOfAgent(lastAgent, number);
    supportCase.isAssigned = true;
    this.judges.waiting.paused(supportCase);
  }

  private endPause(supportCase: CaseState, after: number): void {
    if (after === WORKING) {
      this.judges.waiting.resumed(supportCase);
      this.facts.world.setCaseOfAgent(supportCase.agent, supportCase.number);
    } else {
      this.judges.waiting.takenAway(supportCase);
      this.unassign(supportCase);
    }
  }

  private store(supportCase: CaseState, copy: number, place: number, source: number): void {
    this.judges.oneToOne.stored(supportCase, copy);
    this.judges.derivation.stored(supportCase, copy, source);
    const isResurrected = this.judges.resurrection.stored(supportCase, copy);
    this.judges.storage.stored(supportCase, copy, source);
    this.judges.failover.stored(supportCase, copy, source);
    this.judges.evacuation.stored(supportCase, copy);
    this.judges.freshPolicy.decided(supportCase, 'stored');
    this.judges.subcontractors.stored(supportCase, place);
    this.judges.basis.stored(supportCase, place, source);
    if (isResurrected) {
      supportCase.resurrected ??= [];
      supportCase.resurrected.push(copy);
      return;
    }
    supportCase.hadCopies = true;
    supportCase.held = supportCase.held.with(copy);
    const role = roleOfCopy(copy);
    if (role === PRIMARY || role === REPLICA) this.judges.waiting.copiesChanged(supportCase);
  }

  private delete(supportCase: CaseState, copy: number): void {
    const wasThere = supportCase.removeCopy(copy);
    this.judges.oneToOne.deleted(supportCase, copy, wasThere);
    if (!wasThere) return;
    this.judges.storage.deleted(supportCase, copy);
    this.judges.workingCopies.deleted(supportCase, copy);
    this.judges.waiting.copiesChanged(supportCase);
    if (supportCase.state === ERASED) this.dropIfErased(supportCase);
  }

  private dropIfErased(supportCase: CaseState): void {
    if (supportCase.copies.length === 0) this.judges.erasure.erased(supportCase);
    if (!supportCase.hasCopies) this.facts.cases.drop(supportCase);
  }

  private assign(supportCase: CaseState, group: number, agent: number): void {
    const { world } = this.facts;
    const exists = this.judges.attribution.assigned(supportCase.number, group, agent);
    this.judges.oneToOne.assigned(supportCase, agent);
    this.judges.routerView.assigned(supportCase, group);
    this.judges.waiting.assigned(supportCase, group, agent);
    if (exists && !this.judges.oneToOne.transfers.isGoingOn(supportCase, agent)) {
      this.judges.escalation.assigned(supportCase, group, agent);
      this.judges.necessity.assigned(supportCase, group, agent);
    }
    this.judges.oneToOne.transfers.assigned(supportCase, agent);
    this.judges.freshPolicy.decided(supportCase, 'assigned');
    this.judges.oneToOne.slowdowns.changes(agent);
    world.takeCase(agent, supportCase.number);
    supportCase.isAssigned = true;
    supportCase.lastAgent = agent;
    supportCase.lastGroup = group;
  }

  private view(
    supportCase: CaseState,
    purpose: number,
    centre: number,
    group: number,
    agent: number,
    place: number,
  ): void {
    const exists = this.judges.attribution.accessed(supportCase.number, centre, group, agent);
    this.judges.oneToOne.viewBegan(supportCase, place);
    this.judges.oneToOne.overtime.viewBegins(agent, supportCase.number);
    if (exists) this.judges.purpose.began(supportCase, purpose, agent);
    this.judges.basis.viewed(supportCase, centre, place);
    if (supportCase.viewCentre !== NONE) this.judges.accessPlace.ended(supportCase);
    if (this.keepsTimes) supportCase.viewedMs = this.facts.moment.timeMs;
    supportCase.viewCentre = centre;
    supportCase.viewGroup = group;
    supportCase.viewAgent = agent;
    supportCase.viewPlace = place;
    supportCase.viewClasses = supportCase.classesAt(place);
    this.judges.consent.viewed(supportCase);
    const isEmergency = supportCase.openTo !== NONE && supportCase.openTo === agent;
    if (supportCase.viewEmergency !== isEmergency) supportCase.viewEmergency = isEmergency;
    this.judges.breakGlass.viewed(supportCase);
    this.judges.accessPlace.began(supportCase);
    this.judges.person.began(supportCase);
    this.judges.subcontractors.viewed(supportCase);
    this.judges.workingCopies.viewed(supportCase, centre);
  }

  private endView(supportCase: CaseState, centre: number, group: number, agent: number, place: number): void {
    this.judges.attribution.accessed(supportCase.number, centre, group, agent);
    this.judges.oneToOne.viewEnded(supportCase, centre, group, agent, place);
    this.judges.oneToOne.overtime.viewEnds(agent, supportCase.number);
    if (supportCase.viewCentre !== NONE) this.judges.accessPlace.ended(supportCase);
    supportCase.viewCentre = NONE;
    if (supportCase.viewEmergency) supportCase.viewEmergency = false;
    this.judges.workingCopies.unassigned(supportCase);
    this.unassign(supportCase);
  }

  /** An agent begins to see the case whom the one who has it consults: judged as any view, but that nothing is kept for it. */
  private beginConsultation(
    supportCase: CaseState,
    centre: number,
    group: number,
    agent: number,
    place: number,
  ): void {
    const seen = supportCase.asSeenBy(centre, group, agent, place);
    this.judges.oneToOne.consultationBegan(seen);
    if (this.judges.attribution.accessed(supportCase.number, centre, group, agent)) {
      this.judges.purpose.began(supportCase, TO_BE_CONSULTED, agent);
      this.judges.escalation.consulted(supportCase, group, agent);
    }
    this.judges.oneToOne.consultations.joined(supportCase);
    this.judges.basis.viewed(supportCase, centre, place);
    if (supportCase.consultation !== null) this.judges.accessPlace.ended(supportCase.consultation);
    supportCase.consultation = seen;
    this.judges.consent.viewed(seen);
    this.judges.accessPlace.began(seen);
    this.judges.person.began(seen);
    this.judges.subcontractors.viewed(seen);
    this.facts.world.setConsulted(agent, true);
  }

  private endConsultation(
    supportCase: CaseState,
    centre: number,
    group: number,
    agent: number,
    place: number,
  ): void {
    const seen = supportCase.consultation;
    this.judges.attribution.accessed(supportCase.number, centre, group, agent);
    this.judges.oneToOne.viewEnded(
      seen ?? supportCase.asSeenBy(NONE, NONE, NONE, NONE),
      centre,
      group,
      agent,
      place,
    );
    this.judges.oneToOne.consultations.left(supportCase, group, agent);
    this.facts.world.setConsulted(agent, false);
    if (seen === null) return;
    this.judges.accessPlace.ended(seen);
    this.judges.waiting.agentFreed(group, agent);
    supportCase.consultation = null;
  }

  /** Its agent has it no longer. */
  private unassign(supportCase: CaseState): void {
    const { world } = this.facts;
    if (!supportCase.isAssigned) return;
    this.judges.oneToOne.slowdowns.leaves(supportCase);
    if (world.leaveCase(supportCase.agent, supportCase.number)) {
      this.judges.waiting.agentFreed(supportCase.group, supportCase.agent);
    }
    supportCase.isAssigned = false;
  }
}
