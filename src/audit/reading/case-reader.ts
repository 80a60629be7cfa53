import { numbered, unboxed } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  CALLBACK_STEPS,
  type CaseStateIndex,
  CHANNELS,
  COMMITMENT_STEPS,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  openingIn,
  SESSION_STEPS,
  SEVERITIES,
  TRANSITION_EVENTS,
  type TransitionEventIndex,
} from '#domain';
import type { StoryEntry } from '#ledger';
import {
  CaseState,
  CLOSED,
  correct,
  ERASED,
  type OnlookerRole,
  OPEN_TO_ALL,
  PAUSED,
  QUEUED,
  REFUSED,
  STALLED,
  stateOnLines,
  UNREACHED,
  WORKING,
} from '../facts/case-state.ts';
import { copyCode, PRIMARY, REPLICA, roleOfCopy } from '../facts/copy-list.ts';
import type { ActViewOf, Facts } from '../facts/facts.ts';
import { FORMER_AGENT, hadAnAnswer, openRowOf, waitsSinceMs } from '../facts/opened-before.ts';
import { NONE } from '../facts/world-state.ts';
import type { Judges } from '../invariants/judges.ts';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

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
  preempt: PREEMPTION,
  callback: CALLBACK,
  exception: EXCEPTION,
  'serve out': SERVE_OUT,
  'emergency access': EMERGENCY,
  commitment: COMMITMENT,
  'access approval': ACCESS_APPROVAL,
  session: SESSION,
} = ACT_NUMBERS;
const {
  RELOCATE,
  CALL_BACK,
  handling: HANDLING,
  hold: HOLD,
  patience: PATIENCE,
  message: MESSAGE,
} = numbered(TRANSITION_EVENTS);
const { A: HIGHEST } = numbered(SEVERITIES);
const { consultation: TO_BE_CONSULTED, escort: ESCORT } = numbered(ACCESS_PURPOSES);
const { opened: OPENED } = numbered(EMERGENCY_STEPS);
const { begins: SESSION_BEGINS, waits: WAITS_FOR_SESSION } = numbered(SESSION_STEPS);
const { joins: JOINS, 'is open to all': OPENS } = numbered(COMMITMENT_STEPS);
const { returned: RETURNED } = numbered(ESCALATION_REASONS);
const { reached: REACHED } = numbered(CALLBACK_STEPS);
/** Reasons that a contact finds at its end. */
const FOUND_AT_END: readonly number[] = (['language', 'expertise', 'returned'] as const).map(
  (reason) => numbered(ESCALATION_REASONS)[reason],
);

/**
 * Reads the acts of cases: calls the judges that an act concerns and writes the act into the facts. The only writer
 * of case states and of the census.
 */
export class CaseReader {
  private readonly facts: Facts;
  private readonly judges: Judges;
  /**
   * Whether any judge asks how long a case has waited or when a view began; and whether any asks how long a case has
   * waited.
   */
  private readonly keepsTimes: boolean;
  private readonly keepsJoinTimes: boolean;
  private readonly closesLines: boolean;
  /** By channel: whether waiting customers are offered callbacks. */
  private readonly callsBack: readonly boolean[];
  private joinings = 0;
  private closings = 0;
  /** The consent on which the next view relies, and its case; NONE after that view. */
  private consent = NONE;
  private consentCase = NONE;

  constructor(facts: Facts, judges: Judges) {
    const { groups, promises, routing, work } = facts.tables.scenario;
    this.facts = facts;
    this.judges = judges;
    this.keepsTimes =
      promises.some(({ breakGlass }) => breakGlass !== undefined) ||
      [routing.preemption, work.consultation, work.transfer].some((rule) => rule !== undefined);
    this.keepsJoinTimes =
      this.keepsTimes || groups.some(({ takesFirst }) => takesFirst !== undefined && takesFirst.length > 0);
    this.closesLines = work.dayEnd !== undefined;
    this.callsBack = CHANNELS.map((channel) => work.callback?.[channel] !== undefined);
  }

  open(act: ActViewOf<'open'>): void {
    const { cases, tables } = this.facts;
    const { a: stream, caseNumber: number } = act;
    this.judges.log.opening(number, stream);
    if (tables.streams[stream] === undefined || cases.get(number) !== undefined) return;
    cases.openedCount = Math.max(cases.openedCount, number + 1);
    const opened = new CaseState(unboxed(number), stream, cases.noCopies, openingIn(act));
    const before = openRowOf(tables.scenario, number);
    if (before !== undefined) {
      opened.tier = before.tier;
      if (hadAnAnswer(before)) {
        opened.lastAgent = FORMER_AGENT;
        if (tables.passesByTurn) opened.ownRare().hasFinished = true;
      }
    }
    cases.add(opened);
    this.judges.opened(opened, act);
  }

  /** Reads any act except the opening. */
  read(act: StoryEntry): void {
    const supportCase = this.facts.cases.get(act.caseNumber);
    if (supportCase === undefined) {
      const isOfEnded = act.kind === STORE && act.caseNumber < this.facts.cases.openedCount;
      this.judges.onNoCase(act, isOfEnded ? copyCode(act.aux, act.a, act.c) : null);
      return;
    }
    const { kind } = act;
    if (supportCase.state === ERASED && kind !== STORE && kind !== DELETE)
      this.judges.log.notLive(act.caseNumber, kind);
    switch (kind) {
      case TRANSITION:
        return this.transition(supportCase, act);
      case STORE:
        return this.store(supportCase, act);
      case DELETE:
        return this.delete(supportCase, copyCode(act.aux, act.a, act.c));
      case TRANSFER:
        return this.judges.basis.transferred(supportCase, act);
      case WAIT:
        return this.wait(supportCase, act);
      case ASSIGN:
        return this.assign(supportCase, act);
      case VIEW:
        if (act.aux === TO_BE_CONSULTED) return this.beginOnlooker(supportCase, act, 'consultation');
        if (act.aux === ESCORT) return this.beginOnlooker(supportCase, act, 'escort');
        return this.view(supportCase, act);
      case VIEW_END:
        if (act.aux === TO_BE_CONSULTED) return this.endOnlooker(supportCase, act, 'consultation');
        if (act.aux === ESCORT) return this.endOnlooker(supportCase, act, 'escort');
        return this.endView(supportCase, act);
      default:
        return this.readRare(supportCase, act);
    }
  }

  /** Reads acts that are rare in most runs. */
  private readRare(supportCase: CaseState, act: StoryEntry): void {
    const { aux, b, kind } = act;
    const { judges } = this;
    switch (kind) {
      case ESCALATE:
        judges.escalation.escalated(supportCase, act);
        if (aux === RETURNED) supportCase.ownRare().returned++;
        supportCase.escalatedToTier = unboxed(act.d);
        supportCase.leftTier = supportCase.tier;
        if (this.facts.tables.numbersTransfers) passOn(this.facts.tables, supportCase, aux);
        return;
      case REFUSE:
        judges.refusing(supportCase, act);
        supportCase.ownRare().refusalTold = true;
        return;
      case PREEMPTION:
        return this.preempt(supportCase, act);
      case CALLBACK:
        judges.log.callbacks.recorded(supportCase, act);
        supportCase.ownRare().callbackStep = aux;
        return;
      case EXCEPTION:
        this.consent = b;
        this.consentCase = supportCase.number;
        return;
      case EMERGENCY:
        return this.emergency(supportCase, act);
      case COMMITMENT:
        return this.commit(supportCase, act);
      case SESSION:
        return this.session(supportCase, act);
      case ACCESS_APPROVAL:
        return this.approve(supportCase, act);
      case SERVE_OUT:
        judges.log.dayEnd.recordedServeOut(supportCase);
        supportCase.ownRare().servedOutMs = this.facts.moment.timeMs;
        return;
      case SEVERITY:
        return this.setSeverity(supportCase, aux);
      case OUTCOME:
        judges.log.outcome(supportCase, act);
        supportCase.solvedAtTier = aux;
        if (supportCase.rare.transfer !== act.c) supportCase.ownRare().transfer = act.c;
        return;
      default:
        return judges.recorded(supportCase, act);
    }
  }

  private setSeverity(supportCase: CaseState, severity: number): void {
    supportCase.severity = severity;
    if (supportCase.rare.severityRaised !== (severity === HIGHEST))
      supportCase.ownRare().severityRaised = severity === HIGHEST;
    this.judges.waiting.placed(supportCase);
  }

  private session(supportCase: CaseState, act: ActViewOf<'session'>): void {
    const { aux: step, a: software } = act;
    const { moment, tables } = this.facts;
    this.judges.sessionStep(supportCase, act);
    const rare = supportCase.ownRare();
    rare.sessionStep = step;
    rare.sessionOf = step === SESSION_BEGINS ? software : NONE;
    const isWithSoftware = step === SESSION_BEGINS || step === WAITS_FOR_SESSION;
    const countsFromArrival = tables.scenario.software?.[software]?.countsFromArrival === true;
    if (isWithSoftware && countsFromArrival && rare.countsFromMs === NONE) rare.countsFromMs = moment.timeMs;
    if (step === SESSION_BEGINS) this.judges.sessionBegan(supportCase, act);
  }

  // ── States ───────────────────────────────────────────────────────────────────────────────────────────────

  private transition(supportCase: CaseState, act: ActViewOf<'transition'>): void {
    const { aux: event, b: after } = act;
    const was = supportCase.state;
    // If copies move while the case stays in its state, its wait goes on.
    const isMove = event !== RELOCATE || was !== after;
    const staysInQueue = after === QUEUED && was === QUEUED && event === HOLD;
    const joins = after === QUEUED && !staysInQueue;
    this.judges.moving(supportCase, act, isMove, joins);
    this.setState(supportCase, event, was, after);
    if (!isMove) return;
    const isFreed = this.moveHands(supportCase, event, was, after);
    if (supportCase.escalatedToTier !== NONE) {
      supportCase.tier = supportCase.escalatedToTier;
      supportCase.escalatedToTier = NONE;
    }
    this.moveQueue(supportCase, was, after, joins);
    if (after === CLOSED || (after === ERASED && was !== CLOSED)) supportCase.closing = this.closings++;
    if (isFreed) this.judges.waiting.agentFreed(supportCase.lastGroup, supportCase.lastAgent);
    this.judges.moved(supportCase, was);
    if (joins) this.judges.joined(supportCase, was, event === HANDLING);
    if (after === ERASED) this.dropIfErased(supportCase);
    // Nothing was stored, and nothing can follow.
    if (after === REFUSED && !supportCase.hasCopies) this.drop(supportCase);
  }

  private setState(
    supportCase: CaseState,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    const { givingOver, interruptions, lines, moment, tables } = this.facts;
    const { channel } = tables.stream(supportCase.stream);
    const onLinesBefore = stateOnLines(supportCase, was);
    supportCase.state = after;
    if (supportCase.rare.openTo !== NONE && after !== WORKING && after !== PAUSED)
      supportCase.ownRare().openTo = NONE;
    if (this.closesLines && was === QUEUED && after !== QUEUED && supportCase.rare.servedOutMs !== NONE)
      supportCase.ownRare().servedOutMs = NONE;
    if (givingOver.isUsed && was === WORKING && after === QUEUED && event === HANDLING)
      supportCase.ownRare().givenMs = moment.timeMs;
    if (tables.passesByTurn && was === WORKING && event === HANDLING && after !== UNREACHED)
      supportCase.ownRare().hasFinished = true;
    if (this.callsBack[channel] === true) this.setCalledBack(supportCase, event, was, after);
    lines.moved(channel, onLinesBefore, stateOnLines(supportCase, after));
    if (event !== RELOCATE || was !== after) interruptions.moved(supportCase, was, after);
  }

  private setCalledBack(
    supportCase: CaseState,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
  ): void {
    if (event === CALL_BACK) supportCase.ownRare().calledBack = true;
    else if (supportCase.rare.calledBack && event !== PATIENCE && event !== MESSAGE) {
      const isReached = was === QUEUED && after === WORKING && supportCase.rare.callbackStep === REACHED;
      if (isReached) supportCase.ownRare().calledBack = false;
    }
  }

  /** Tracks who has the case. Returns whether its agent no longer has it. */
  private moveHands(
    supportCase: CaseState,
    event: TransitionEventIndex,
    was: CaseStateIndex,
    after: CaseStateIndex,
  ): boolean {
    const { world } = this.facts;
    let isFreed = false;
    if (after === PAUSED && was === WORKING) this.pause(supportCase);
    else if (was === PAUSED) {
      if (after === WORKING) world.setCaseOfAgent(supportCase.agent, supportCase.number);
      else isFreed = this.unassign(supportCase);
    }
    if (event === HANDLING && after === QUEUED && (was === WORKING || was === PAUSED)) correct(supportCase);
    return isFreed;
  }

  /** Tracks where the case waits. */
  private moveQueue(
    supportCase: CaseState,
    was: CaseStateIndex,
    after: CaseStateIndex,
    joins: boolean,
  ): void {
    const { givingOver, guards, moment, tables, waiting } = this.facts;
    if (guards.census.isUsed) guards.census.moved(supportCase, was, after);
    if (supportCase.rare.queueOwner !== NONE && tables.scenario.routing.commitment !== undefined)
      supportCase.ownRare().queueOwner = NONE;
    if (tables.passesToGroups)
      supportCase.ownRare().queueOwner = after === QUEUED ? givingOver.waitsFor(supportCase) : NONE;
    if (joins) {
      supportCase.stage = 0;
      supportCase.joining = ++this.joinings;
      if (this.keepsJoinTimes) supportCase.joinedMs = moment.timeMs;
      if (guards.waitsMs.length > 0 && supportCase.beginsToWait)
        supportCase.ownRare().waitsFromMs = waitsSinceMs(tables, supportCase, was, moment.timeMs);
      waiting.setCause(supportCase, NONE);
      waiting.place(supportCase);
      waiting.touch(supportCase);
    } else if (after === QUEUED) {
      supportCase.stage++;
      waiting.place(supportCase);
      waiting.touch(supportCase);
      this.judges.waiting.placed(supportCase);
    } else if (after === STALLED) waiting.touch(supportCase);
    else if (was === QUEUED || was === STALLED) waiting.remove(supportCase);
  }

  private wait(supportCase: CaseState, act: ActViewOf<'wait'>): void {
    const { waiting } = this.facts;
    this.judges.waiting.recorded(supportCase, act);
    waiting.setCause(supportCase, act.aux);
    waiting.touch(supportCase);
  }

  // ── Copies ───────────────────────────────────────────────────────────────────────────────────────────────

  private store(supportCase: CaseState, act: ActViewOf<'store'>): void {
    const copy = copyCode(act.aux, act.a, act.c);
    this.judges.storing(supportCase, copy, act);
    if (supportCase.isErased) {
      const rare = supportCase.ownRare();
      rare.resurrected ??= [];
      rare.resurrected.push(copy);
      return;
    }
    supportCase.hadCopies = true;
    supportCase.held = supportCase.held.with(copy);
    const role = roleOfCopy(copy);
    if (supportCase.isWaiting && (role === PRIMARY || role === REPLICA))
      this.facts.waiting.touch(supportCase);
  }

  private delete(supportCase: CaseState, copy: number): void {
    const wasThere = supportCase.removeCopy(copy);
    this.judges.deleted(supportCase, copy, wasThere);
    if (!wasThere) return;
    if (supportCase.isWaiting) this.facts.waiting.touch(supportCase);
    if (supportCase.state === ERASED) this.dropIfErased(supportCase);
  }

  private dropIfErased(supportCase: CaseState): void {
    if (supportCase.copies.length === 0) this.judges.erasure.erased(supportCase);
    if (!supportCase.hasCopies) this.drop(supportCase);
  }

  private drop(supportCase: CaseState): void {
    this.facts.cases.drop(supportCase);
    this.judges.dropped(supportCase);
  }

  // ── Hands ────────────────────────────────────────────────────────────────────────────────────────────────

  private assign(supportCase: CaseState, act: ActViewOf<'assign'>): void {
    this.judges.assigning(supportCase, act);
    this.facts.world.takeCase(act.c, supportCase.number);
    supportCase.isAssigned = true;
    supportCase.lastAgent = unboxed(act.c);
    supportCase.lastGroup = act.a;
  }

  /** Takes the case from its agent; false if nobody had it. */
  private unassign(supportCase: CaseState): boolean {
    if (!supportCase.isAssigned) return false;
    supportCase.isAssigned = false;
    return this.facts.world.leaveCase(supportCase.lastAgent, supportCase.number);
  }

  /**
   * Ends the view while the case stays with its agent. The agent remains busy and takes no other case; with
   * preemption, the case is suspended while the agent works on another.
   */
  private pause(supportCase: CaseState): void {
    const { lastAgent, number } = supportCase;
    const { routing } = this.facts.tables.scenario;
    if (routing.preemption === undefined) this.facts.world.setCaseOfAgent(lastAgent, number);
    supportCase.isAssigned = true;
  }

  private preempt(supportCase: CaseState, act: ActViewOf<'preempt'>): void {
    const { cases, interruptions, moment } = this.facts;
    this.judges.waiting.preempted(supportCase, act);
    const why = interruptions.whyNot(supportCase, act.a, act.c, cases.get(act.d));
    if (why === null) supportCase.ownRare().preemptedMs = moment.timeMs;
  }

  private emergency(supportCase: CaseState, act: ActViewOf<'emergency access'>): void {
    const { moment, tables } = this.facts;
    this.judges.breakGlass.recorded(supportCase, act);
    const { promise } = tables.stream(supportCase.stream);
    if (act.aux !== OPENED || tables.scenario.promises[promise]?.breakGlass === undefined) return;
    const rare = supportCase.ownRare();
    rare.openTo = act.c;
    rare.openUntilMs = moment.timeMs + act.d;
  }

  private approve(supportCase: CaseState, act: ActViewOf<'access approval'>): void {
    this.judges.log.approvals.recorded(supportCase, act);
    supportCase.ownRare().approval = act.aux;
  }

  private commit(supportCase: CaseState, act: ActViewOf<'commitment'>): void {
    this.judges.escalation.commitments.recorded(supportCase, act);
    if (supportCase.state !== QUEUED) return;
    const { tables, waiting } = this.facts;
    const { commitment } = tables.scenario.routing;
    if (commitment !== undefined) {
      if (act.aux === JOINS) supportCase.ownRare().queueOwner = commitment.to === 'group' ? act.b : act.a;
      else if (act.aux === OPENS) supportCase.ownRare().queueOwner = OPEN_TO_ALL;
    }
    waiting.place(supportCase);
    waiting.touch(supportCase);
    this.judges.waiting.placed(supportCase);
  }

  // ── Views ────────────────────────────────────────────────────────────────────────────────────────────────

  private view(supportCase: CaseState, act: ActViewOf<'view'>): void {
    const { a: centre, b: group, c: agent, d: place } = act;
    this.judges.viewBegins(supportCase, act);
    if (this.keepsTimes) supportCase.viewedMs = this.facts.moment.timeMs;
    supportCase.viewCentre = centre;
    supportCase.viewGroup = group;
    supportCase.viewAgent = unboxed(agent);
    supportCase.viewPlace = unboxed(place);
    supportCase.viewClasses = supportCase.classesAt(place);
    this.setConsent(supportCase);
    const isEmergency = supportCase.rare.openTo !== NONE && supportCase.rare.openTo === agent;
    if (supportCase.viewEmergency !== isEmergency) supportCase.viewEmergency = isEmergency;
    this.judges.viewBegan(supportCase);
  }

  /** Passes the consent recorded just before on to the next view, if that is a view of the same case. */
  private setConsent(supportCase: CaseState): void {
    const consent = this.consentCase === supportCase.number ? this.consent : NONE;
    if (supportCase.viewConsent !== consent) supportCase.viewConsent = consent;
    this.consentCase = NONE;
  }

  private endView(supportCase: CaseState, act: ActViewOf<'view end'>): void {
    this.judges.viewEnds(supportCase, act);
    supportCase.viewCentre = NONE;
    if (supportCase.viewEmergency) supportCase.viewEmergency = false;
    if (this.unassign(supportCase))
      this.judges.waiting.agentFreed(supportCase.lastGroup, supportCase.lastAgent);
  }

  /**
   * Records that a consulted agent, or an escort, begins to see the case. The view is judged like any other, separately
   * from that of the case's own agent.
   */
  private beginOnlooker(supportCase: CaseState, act: ActViewOf<'view'>, role: OnlookerRole): void {
    this.judges.onlookerBegins(supportCase, act, role);
    const seen = supportCase.asSeenBy(act.a, act.b, act.c, act.d);
    // A consulted agent shares the emergency of the agent who has the case. An escort does not.
    if (role === 'escort') seen.viewEmergency = false;
    supportCase.ownRare()[role] = seen;
    this.setConsent(seen);
    this.facts.world.setConsulted(act.c, true);
    this.judges.onlookerBegan(seen);
  }

  private endOnlooker(supportCase: CaseState, act: ActViewOf<'view end'>, role: OnlookerRole): void {
    this.judges.onlookerEnds(supportCase, act, role);
    this.facts.world.setConsulted(act.c, false);
    if (supportCase.rare[role] === null) return;
    supportCase.ownRare()[role] = null;
    this.judges.waiting.agentFreed(act.b, act.c);
  }
}

/** The case leaves its tier, or its group, for that reason, while it still has what it was declared to be. */
function passOn(tables: ScenarioTables, supportCase: CaseState, reason: number): void {
  if (!FOUND_AT_END.includes(reason)) return;
  const { transfer } = supportCase.rare;
  const { language, product, solvedAtTier, tier, trueLanguage, trueProduct } = supportCase;
  const isWrong = language !== trueLanguage || product !== trueProduct;
  const number = isWrong || solvedAtTier === tier ? 0 : transfer;
  const rare = supportCase.ownRare();
  rare.leftBy = number;
  rare.passedTo = tables.scenario.work.tierTransfers?.[tier - 1]?.[number - 1]?.group ?? NONE;
}
