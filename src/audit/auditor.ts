import { ACT_KINDS, actKind, CASE_EVENTS, CASE_TIMERS, NO_CASE, type Scenario, SEVERITIES } from '#domain';
import type { EntryVisitor } from '#ledger';
import {
  CaseState,
  CLOSED,
  copyCode,
  ERASED,
  PRIMARY,
  QUEUED,
  REPLICA,
  roleOfCopy,
  STALLED,
  WORKING,
} from './case-state.ts';
import { type Facts, makeFacts } from './facts.ts';
import { AccessPlace } from './invariants/access-place.ts';
import { AccessPurpose } from './invariants/access-purpose.ts';
import { Attribution } from './invariants/attribution.ts';
import { Erasure } from './invariants/erasure.ts';
import { EscalationReason } from './invariants/escalation-reason.ts';
import { FailoverPlace } from './invariants/failover-place.ts';
import { OneToOne } from './invariants/one-to-one.ts';
import { Resurrection } from './invariants/resurrection.ts';
import { StoragePlace } from './invariants/storage-place.ts';
import { TransferBasis } from './invariants/transfer-basis.ts';
import { WaitingTruth } from './invariants/waiting-truth.ts';
import { WorkingCopies } from './invariants/working-copies.ts';
import { lawInstants } from './law-calendar.ts';
import type { Tally } from './moment.ts';
import { NONE } from './world-state.ts';

const DUTY = actKind('duty');
const CENTRE = actKind('centre');
const DATA_CENTRE = actKind('data centre');
const LAW = actKind('law');
const OPEN = actKind('open');
const TRANSITION = actKind('transition');
const STORE = actKind('store');
const DELETE = actKind('delete');
const TRANSFER = actKind('transfer');
const WAIT = actKind('wait');
const ASSIGN = actKind('assign');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');
const ESCALATE = actKind('escalate');
const SEVERITY = actKind('severity');

/** Events as a transition's `aux` numbers them: those put to the machine, then its timers. */
const HANDLING = CASE_EVENTS.length + CASE_TIMERS.indexOf('handling');
const HOLD = CASE_EVENTS.length + CASE_TIMERS.indexOf('hold');
const HIGHEST = SEVERITIES.indexOf('A');

/**
 * Reads entries one by one, keeps the facts that they tell, and puts each to the invariants that it concerns. The
 * only writer of `Facts`. One pass; memory follows the number of live cases.
 */
export class Auditor {
  readonly facts: Facts;
  private readonly scenario: Scenario;
  private readonly lawInstants: readonly number[];
  private nextLawInstant = 0;
  /** True when zones have changed in the instant that is being read: what is present is judged at its end. */
  private zonesChanged = false;

  private readonly storage: StoragePlace;
  private readonly failover: FailoverPlace;
  private readonly accessPlace: AccessPlace;
  private readonly purpose: AccessPurpose;
  private readonly basis: TransferBasis;
  private readonly escalation: EscalationReason;
  private readonly erasure: Erasure;
  private readonly workingCopies: WorkingCopies;
  private readonly resurrection: Resurrection;
  private readonly oneToOne: OneToOne;
  private readonly attribution: Attribution;
  private readonly waiting: WaitingTruth;

  constructor(scenario: Scenario) {
    const facts = makeFacts(scenario);
    this.facts = facts;
    this.scenario = scenario;
    this.lawInstants = lawInstants(scenario);
    this.storage = new StoragePlace(facts);
    this.failover = new FailoverPlace(facts);
    this.accessPlace = new AccessPlace(facts);
    this.purpose = new AccessPurpose(facts);
    this.basis = new TransferBasis(facts);
    this.escalation = new EscalationReason(facts);
    this.erasure = new Erasure(facts);
    this.workingCopies = new WorkingCopies(facts);
    this.resurrection = new Resurrection(facts);
    this.oneToOne = new OneToOne(facts);
    this.attribution = new Attribution(facts);
    this.waiting = new WaitingTruth(facts);
    facts.boundary.setInstant(scenario.startEpochMs);
    facts.law.setInstant(scenario.startEpochMs);
  }

  /** In the order of INVARIANTS. */
  get tallies(): readonly Tally[] {
    return [
      this.storage,
      this.failover,
      this.accessPlace,
      this.purpose,
      this.basis,
      this.escalation,
      this.erasure,
      this.workingCopies,
      this.resurrection,
      this.oneToOne,
      this.attribution,
      this.waiting,
    ].map(({ tally }) => tally);
  }

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    const { cases, moment } = this.facts;
    if (timeMs > moment.timeMs || moment.entry === NONE) this.advance(timeMs);
    moment.entry = index;
    this.oneToOne.entry(timeMs, caseNumber === NO_CASE ? null : caseNumber);
    if (kind < OPEN) {
      this.readWorld(timeMs, kind, aux, a, b, c, d);
      return;
    }
    if (kind === OPEN) {
      this.open(aux, caseNumber, a, b, d);
      return;
    }
    if (kind > SEVERITY) {
      this.oneToOne.unknownKind(kind);
      return;
    }
    const supportCase = cases.get(caseNumber);
    if (supportCase === undefined) this.readUnknown(kind, aux, caseNumber, a, c);
    else this.readCase(supportCase, kind, aux, a, b, c, d);
  };

  /**
   * Ends the audit. A whole ledger is judged to the horizon; of a damaged one only what can be read, as nothing is
   * known of the time after.
   */
  finish(isWhole: boolean): void {
    if (isWhole) this.advance(this.scenario.horizonMs);
    else this.endInstant();
    this.oneToOne.finish(this.facts.moment.timeMs);
  }

  // ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The clock moves on to `timeMs`; what happens then has not been read yet. */
  private advance(timeMs: number): void {
    const { moment } = this.facts;
    this.endInstant();
    for (;;) {
      const changeMs = this.lawInstants[this.nextLawInstant];
      if (changeMs === undefined || changeMs > timeMs) break;
      this.nextLawInstant++;
      moment.timeMs = changeMs;
      this.changeLaw(changeMs);
      if (changeMs < timeMs) this.endInstant();
    }
    this.erasure.passed(timeMs);
    this.workingCopies.passed(timeMs);
    moment.timeMs = Math.max(moment.timeMs, timeMs);
  }

  private endInstant(): void {
    this.waiting.endOfInstant();
    if (!this.zonesChanged) return;
    this.zonesChanged = false;
    this.storage.zonesChanged(this.facts.moment.timeMs);
    this.accessPlace.zonesChanged(this.facts.moment.timeMs);
  }

  private changeLaw(timeMs: number): void {
    const { boundary, eligibility, law } = this.facts;
    const epochMs = this.scenario.startEpochMs + timeMs;
    boundary.setInstant(epochMs);
    law.setInstant(epochMs);
    eligibility.forget();
    this.waiting.lawHasChanged();
    this.zonesChanged = true;
  }

  // ── The world ────────────────────────────────────────────────────────────────────────────────────────────────

  private readWorld(
    timeMs: number,
    kind: number,
    aux: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    const { moment, world } = this.facts;
    const on = aux === 1;
    switch (kind) {
      case DUTY:
        this.oneToOne.duty(on, a, b, c, d, timeMs);
        world.setDuty(on, a, d, c, moment.entry);
        this.waiting.staffingHasChanged();
        return;
      case CENTRE:
        this.oneToOne.outage(a, world.centreUp.length, world.isCentreUp(a), on);
        world.setCentre(a, on, moment.entry);
        this.waiting.staffingHasChanged();
        return;
      case DATA_CENTRE:
        this.oneToOne.outage(a, world.dataCentreUp.length, world.isDataCentreUp(a), on);
        world.setDataCentre(a, on, moment.entry);
        this.waiting.dataCentresHaveChanged();
        return;
      case LAW:
        // The law itself goes by the calendar; the entry belongs to the stories of what it has changed.
        world.lawEntry = moment.entry;
        return;
    }
  }

  // ── Cases ────────────────────────────────────────────────────────────────────────────────────────────────────

  private open(aux: number, caseNumber: number, stream: number, declared: number, truth: number): void {
    const { cases } = this.facts;
    if (!this.oneToOne.opened(caseNumber, stream)) return;
    cases.openedCount = Math.max(cases.openedCount, caseNumber + 1);
    cases.add(
      new CaseState(
        caseNumber,
        stream,
        aux >> 2,
        declared & 0xff,
        declared >> 8,
        truth & 0xff,
        (truth >> 8) & 0xff,
        truth >> 16,
      ),
    );
  }

  /** An act on a case that is not live. */
  private readUnknown(kind: number, aux: number, caseNumber: number, a: number, c: number): void {
    if (kind === STORE && caseNumber < this.facts.cases.openedCount) {
      this.resurrection.storedAfterEnd(caseNumber, copyCode(aux, a, c));
    } else this.oneToOne.notLive(caseNumber, ACT_KINDS[kind] ?? 'act');
  }

  private readCase(
    supportCase: CaseState,
    kind: number,
    aux: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void {
    if (supportCase.state === ERASED && kind !== STORE && kind !== DELETE) {
      this.oneToOne.afterErasure(supportCase, ACT_KINDS[kind] ?? 'act');
    }
    switch (kind) {
      case TRANSITION:
        this.transition(supportCase, aux, a, b);
        return;
      case STORE:
        this.store(supportCase, copyCode(aux, a, c), a, b);
        return;
      case DELETE:
        this.delete(supportCase, copyCode(aux, a, c));
        return;
      case TRANSFER:
        this.basis.transferred(supportCase, { kind: aux, exporter: a, importer: b, place: c, instrument: d });
        return;
      case WAIT:
        this.waiting.recorded(supportCase, aux, a, b, c);
        return;
      case ASSIGN:
        this.assign(supportCase, a, c);
        return;
      case VIEW:
        this.view(supportCase, aux, a, b, c, d);
        return;
      case VIEW_END:
        this.endView(supportCase, a, b, c, d);
        return;
      case ESCALATE:
        this.escalation.escalated(supportCase, aux, a, b, c, d);
        supportCase.escalatedToTier = d;
        supportCase.seeksCentre = true;
        return;
      case SEVERITY:
        supportCase.severity = aux;
        supportCase.severityRaised = aux === HIGHEST;
        return;
    }
  }

  private transition(supportCase: CaseState, event: number, before: number, after: number): void {
    this.oneToOne.transition(supportCase, before, after);
    const was = supportCase.state;
    supportCase.state = after;
    if (after === QUEUED && was === WORKING) {
      this.escalation.leftWork(supportCase);
      if (event === HANDLING) correct(supportCase);
    }
    if (supportCase.escalatedToTier !== NONE) {
      supportCase.tier = supportCase.escalatedToTier;
      supportCase.escalatedToTier = NONE;
    }
    if (after === QUEUED && was === QUEUED && event === HOLD) {
      supportCase.stage++;
      this.waiting.widened(supportCase);
    } else if (after === QUEUED) {
      supportCase.stage = 0;
      this.waiting.joined(supportCase);
    } else if (after === STALLED) this.waiting.stalled(supportCase);
    else if (was === QUEUED || was === STALLED) this.waiting.left(supportCase);

    if (after === CLOSED || (after === ERASED && was !== CLOSED)) this.erasure.closed(supportCase);
    if (after === ERASED) this.dropIfErased(supportCase);
  }

  private store(supportCase: CaseState, copy: number, place: number, source: number): void {
    this.oneToOne.stored(supportCase, copy, source);
    const isResurrected = this.resurrection.stored(supportCase, copy);
    this.storage.stored(supportCase, copy);
    this.failover.stored(supportCase, copy, source);
    this.basis.stored(supportCase, place, source);
    if (isResurrected) {
      supportCase.resurrected ??= [];
      supportCase.resurrected.push(copy);
      return;
    }
    supportCase.hadCopies = true;
    supportCase.copies.push(copy);
    const role = roleOfCopy(copy);
    if (role === PRIMARY || role === REPLICA) this.waiting.copiesChanged(supportCase);
  }

  private delete(supportCase: CaseState, copy: number): void {
    const wasThere = supportCase.removeCopy(copy);
    this.oneToOne.deleted(supportCase, copy, wasThere);
    if (!wasThere) return;
    this.storage.deleted(supportCase, copy);
    this.workingCopies.deleted(supportCase, copy);
    this.waiting.copiesChanged(supportCase);
    if (supportCase.state === ERASED) this.dropIfErased(supportCase);
  }

  /** What remains of an erased case is forgotten as soon as none of its copies is left. */
  private dropIfErased(supportCase: CaseState): void {
    if (supportCase.copies.length === 0) this.erasure.erased(supportCase);
    if (!supportCase.hasCopies) this.facts.cases.drop(supportCase);
  }

  private assign(supportCase: CaseState, group: number, agent: number): void {
    const { tables, world } = this.facts;
    const exists = this.attribution.assigned(supportCase.number, group, agent);
    if (supportCase.seeksCentre) {
      supportCase.seeksCentre = false;
      if (exists) this.escalation.assigned(supportCase, group, agent);
    }
    world.setCaseOfAgent(agent, supportCase.number);
    supportCase.agent = agent;
    supportCase.group = group;
    supportCase.centre = tables.centreOf(group);
    supportCase.lastAgent = agent;
    supportCase.lastGroup = group;
    supportCase.lastCentre = supportCase.centre;
  }

  private view(
    supportCase: CaseState,
    purpose: number,
    centre: number,
    group: number,
    agent: number,
    place: number,
  ): void {
    const exists = this.attribution.accessed(supportCase.number, centre, group, agent);
    this.oneToOne.viewBegan(supportCase, place);
    if (exists) this.purpose.began(supportCase, purpose, agent);
    this.basis.viewed(supportCase, centre, place);
    if (supportCase.viewCentre !== NONE) this.accessPlace.ended(supportCase);
    supportCase.viewCentre = centre;
    supportCase.viewGroup = group;
    supportCase.viewAgent = agent;
    supportCase.viewPlace = place;
    supportCase.viewClasses = supportCase.classesAt(place);
    this.accessPlace.began(supportCase);
    this.workingCopies.viewed(supportCase, centre);
  }

  private endView(supportCase: CaseState, centre: number, group: number, agent: number, place: number): void {
    const { world } = this.facts;
    this.attribution.accessed(supportCase.number, centre, group, agent);
    this.oneToOne.viewEnded(supportCase, centre, group, agent, place);
    if (supportCase.viewCentre !== NONE) this.accessPlace.ended(supportCase);
    supportCase.viewCentre = NONE;
    this.workingCopies.unassigned(supportCase);
    if (supportCase.agent === NONE) return;
    if (world.caseOfAgent[supportCase.agent] === supportCase.number) {
      world.setCaseOfAgent(supportCase.agent, NONE);
      this.waiting.agentFreed(supportCase.group);
    }
    supportCase.agent = NONE;
    supportCase.group = NONE;
    supportCase.centre = NONE;
  }
}

/** What the agent has noticed by the end of the contact, in the order of the life cycle: language, then product. */
function correct(supportCase: CaseState): void {
  if (supportCase.language !== supportCase.trueLanguage) supportCase.language = supportCase.trueLanguage;
  else if (supportCase.product !== supportCase.trueProduct) supportCase.product = supportCase.trueProduct;
}
