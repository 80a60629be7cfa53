import { numbered } from '#base';
import {
  type AgentIndex,
  type BreakGlassRule,
  type CaseNumber,
  type CentreIndex,
  type DurationMs,
  EMERGENCY_STEPS,
  type RunMs,
  SEVERITIES,
  WAITING_CAUSES,
} from '#domain';
import { type CaseView, QUEUED } from '../facts/case-state.ts';
import type { ActViewOf } from '../facts/facts.ts';
import { waitingCauseOf } from '../facts/waiting-census.ts';
import { NONE } from '../facts/world-state.ts';
import { type Invariant, instead, isLetIn, Judge, WHO_IS_FREE } from './invariant.ts';

const { approved: APPROVED, opened: OPENED, told: TOLD } = numbered(EMERGENCY_STEPS);
const { A: SEVERITY_A } = numbered(SEVERITIES);
const { 'residency leaves no eligible centre': RESIDENCY } = numbered(WAITING_CAUSES);
const APPROVERS = 2;

/** An emergency access with pending checks. */
interface Emergency {
  readonly supportCase: CaseView;
  readonly approvers: number;
  readonly accessor: number;
  /** End of the access window, ms; Infinity once judged. */
  untilMs: RunMs;
  /** Deadlines to notify the customer and to review the access, ms; Infinity once done. */
  tellMs: number;
  reviewMs: number;
}

/**
 * R13: two people open an emergency access, for a limited time, to a case that nobody inside the boundary can take;
 * its customer is notified, and the access is reviewed.
 */
export class BreakGlass extends Judge {
  /** Approvers of the emergency of that number, and its case. */
  private approvals: { number: number; caseNumber: CaseNumber; agents: AgentIndex[] } | null = null;
  /** Whether a case has been opened in an emergency. */
  private isUsed = false;
  private readonly owed = new Map<number, Emergency>();
  /** Nothing in `owed` is due before this time, ms. */
  private dueMs = Number.POSITIVE_INFINITY;

  /** Called for a step that names its case. */
  recorded(
    supportCase: CaseView,
    { a: centre, aux: step, b: number, c: agent, d: windowMs }: ActViewOf<'emergency access'>,
  ): void {
    if (step === APPROVED) this.approved(supportCase, number, agent);
    else if (step === OPENED) this.opened(supportCase, centre, number, agent, windowMs);
    else this.violate(supportCase, `a case is named in a step that has none: ${EMERGENCY_STEPS[step]}`);
  }

  /** Called for a step after the opening: the customer is notified, or the access is reviewed. */
  afterwards({ aux: step, b: number, c: agent }: ActViewOf<'emergency access'>): void {
    const emergency = this.owed.get(number);
    const isTold = step === TOLD;
    this.tally.checks++;
    const dueMs = isTold ? emergency?.tellMs : emergency?.reviewMs;
    if (emergency === undefined || dueMs === Number.POSITIVE_INFINITY) {
      this.tally.violate(
        null,
        `step '${EMERGENCY_STEPS[step]}' of emergency ${number} is recorded, but not due`,
      );
      return;
    }
    if (isTold) emergency.tellMs = Number.POSITIVE_INFINITY;
    else {
      emergency.reviewMs = Number.POSITIVE_INFINITY;
      const isReviewer =
        this.facts.tables.groupOf(agent) === emergency.approvers && agent !== emergency.accessor;
      if (!isReviewer) {
        this.tally.violate(
          emergency.supportCase.number,
          `agent ${agent} reviews the emergency access, but is not in the group that approves them, or used it`,
        );
      }
    }
    this.forgetIfDone(number, emergency);
  }

  /** Called when the agent to whom the case was opened begins to see it. */
  viewed(supportCase: CaseView): void {
    const { number, rare, viewEmergency } = supportCase;
    if (!viewEmergency) return;
    this.tally.checks++;
    if (this.facts.moment.timeMs < rare.openUntilMs || this.needsNoEmergency(supportCase)) return;
    this.tally.violate(number, 'the case is seen after its emergency window has ended');
  }

  /** Judges every view that began in an emergency and outlasts it again after a change of zones or consents. */
  zonesChanged(timeMs: RunMs): void {
    if (!this.isUsed) return;
    const { cases, world } = this.facts;
    for (const supportCase of cases.all()) {
      const { rare, viewCentre, viewEmergency } = supportCase;
      if (!viewEmergency || viewCentre === NONE || rare.openUntilMs >= timeMs) continue;
      this.tally.checks++;
      if (this.needsNoEmergency(supportCase)) continue;
      const message = 'after a change, the case is still seen although its emergency window has ended';
      this.violate(supportCase, message, [world.lawEntry], timeMs);
    }
  }

  /** Whether the promise, a consent or an approval that has come in the meantime lets the agent see the case anyway. */
  private needsNoEmergency(supportCase: CaseView): boolean {
    const { boundary, consents, tables } = this.facts;
    const { stream, viewCentre, viewClasses } = supportCase;
    const place = tables.placeOfCentre(viewCentre);
    const outside = boundary.dimensionsOutside(tables.stream(stream).promise, viewClasses, place);
    return outside.length === 0 || consents.cover(stream, outside, place) || isLetIn(this.facts, supportCase);
  }

  /** Called at changes of law too, before the law of `timeMs` is in force. */
  passed(timeMs: RunMs): void {
    if (timeMs <= this.dueMs) return;
    for (const [number, emergency] of this.owed) this.judgeDue(number, emergency, timeMs);
    this.dueMs = Math.min(
      ...[...this.owed.values()].map(({ reviewMs, tellMs, untilMs }) => Math.min(reviewMs, tellMs, untilMs)),
    );
  }

  private judgeDue(number: number, emergency: Emergency, timeMs: RunMs): void {
    const { accessor, reviewMs, supportCase, tellMs, untilMs } = emergency;
    if (untilMs < timeMs) {
      emergency.untilMs = Number.POSITIVE_INFINITY;
      this.tally.checks++;
      const isOpen = supportCase.rare.openTo === accessor && supportCase.rare.openUntilMs === untilMs;
      const isSeen = isOpen && supportCase.viewEmergency && supportCase.viewCentre !== NONE;
      if (isSeen && !this.needsNoEmergency(supportCase)) {
        this.violate(supportCase, 'the case is still seen at the end of its emergency window', [], untilMs);
      }
    }
    if (tellMs < timeMs) {
      emergency.tellMs = Number.POSITIVE_INFINITY;
      this.tally.checks++;
      this.violate(supportCase, 'the customer was not notified of the emergency access in time', [], tellMs);
    }
    if (reviewMs < timeMs) {
      emergency.reviewMs = Number.POSITIVE_INFINITY;
      this.tally.checks++;
      this.violate(supportCase, 'the emergency access was not reviewed in time', [], reviewMs);
    }
    this.forgetIfDone(number, emergency);
  }

  private approved(supportCase: CaseView, number: number, agent: AgentIndex): void {
    const caseNumber = supportCase.number;
    if (this.approvals?.number !== number || this.approvals.caseNumber !== caseNumber)
      this.approvals = { number, caseNumber, agents: [] };
    this.approvals.agents.push(agent);
  }

  private opened(
    supportCase: CaseView,
    centre: CentreIndex,
    number: number,
    agent: AgentIndex,
    windowMs: DurationMs,
  ): void {
    const { moment, tables } = this.facts;
    const { promise } = tables.stream(supportCase.stream);
    const rule = tables.scenario.promises[promise]?.breakGlass;
    this.tally.checks++;
    if (rule === undefined) {
      this.violate(supportCase, 'the promise does not permit emergency access');
      return;
    }
    const why =
      this.whyNotApproved(supportCase, rule, number, agent) ??
      this.whyNoEmergency(supportCase, rule, centre, windowMs);
    this.approvals = null;
    this.isUsed = true;
    if (why !== null) this.violate(supportCase, `the case is opened in an emergency, but ${why}`);
    const untilMs = moment.timeMs + windowMs;
    const tellMs = moment.timeMs + rule.noticeWithinMs;
    const reviewMs = untilMs + rule.reviewWithinMs;
    this.owed.set(number, {
      supportCase,
      accessor: agent,
      approvers: rule.approvers,
      untilMs,
      tellMs,
      reviewMs,
    });
    this.dueMs = Math.min(this.dueMs, untilMs, tellMs, reviewMs);
  }

  private whyNotApproved(
    { number: caseNumber }: CaseView,
    rule: BreakGlassRule,
    number: number,
    accessor: number,
  ): string | null {
    const { tables, world } = this.facts;
    const { approvals } = this;
    const agents =
      approvals?.number === number && approvals.caseNumber === caseNumber ? approvals.agents : [];
    if (new Set(agents).size < APPROVERS)
      return `${new Set(agents).size} of the ${APPROVERS} required people approved it`;
    for (const agent of agents) {
      if (agent === accessor) return 'the agent who is to see it has approved it';
      if (tables.groupOf(agent) !== rule.approvers) return `agent ${agent} may not approve it`;
      if (world.agentOnDuty[agent] === 0 || world.isAway(agent))
        return `agent ${agent}, who approved it, is not present`;
    }
    return null;
  }

  private whyNoEmergency(
    supportCase: CaseView,
    rule: BreakGlassRule,
    centre: CentreIndex,
    windowMs: DurationMs,
  ): string | null {
    const { moment, tables, world } = this.facts;
    const { joinedMs, pool, severity, state } = supportCase;
    if (windowMs > rule.windowMs) return 'the window is longer than promised';
    if (severity !== SEVERITY_A) return 'its severity is not A';
    if (state !== QUEUED || pool === null) return 'it is not waiting';
    if (moment.timeMs - joinedMs < rule.strandedForMs) return 'it has not waited long enough';
    if (waitingCauseOf(pool.groups, pool.held, world) !== RESIDENCY)
      return 'an agent inside the boundary can take it';
    if (tables.scenario.centres[centre]?.access === 'local system')
      return 'a copy of it would leave the boundary';
    return null;
  }

  private forgetIfDone(number: number, { reviewMs, tellMs, untilMs }: Emergency): void {
    if (Math.min(untilMs, tellMs, reviewMs) === Number.POSITIVE_INFINITY) this.owed.delete(number);
  }
}

export const R13: Invariant<BreakGlass> = {
  row: {
    id: 'R13',
    title: 'Break-glass',
    sentence:
      'Two people open an emergency access for a limited time, the customer is notified, and the access is reviewed.',
    statement:
      'For all emergencies: the promise permits them; the case has severity A, and has waited as long as the promise requires because ' +
      'residency leaves no eligible centre; two agents of the approving group are on duty and approve it, neither of whom is to ' +
      'see the case; the centre keeps no copy; nobody sees it after the window unless the promise, a consent or an approval permits it by then; and the customer is notified, and it is reviewed by ' +
      'that group, each before its deadline. (Storage is never relaxed: R1. A view outside that is no emergency, and on no consent, breaks R4.)',
    source: 'Practice of emergency access (ISO/IEC 27001 access controls)',
    brokenBy: 'an emergency access that nobody reviewed',
  },
  log: {
    events: { ...WHO_IS_FREE, 'emergency access': 'all', 'access approval': ['step'] },
    isAboutWhoIsFree: true,
    names: ['group', 'agent', 'place', 'language', 'product'],
    noColumn: 'emergencies: who approved, opened and reviewed them',
  },
  judge: BreakGlass,
  seed: {
    what: 'a case is opened in an emergency for longer than promised',
    kinds: ['emergency access'],
    sow: ({ entry, facts, supportCase }) => {
      if (supportCase === undefined || entry.aux !== OPENED) return null;
      const { promise } = facts.tables.stream(supportCase.stream);
      const rule = facts.tables.scenario.promises[promise]?.breakGlass;
      return rule === undefined ? null : instead({ ...entry, d: rule.windowMs + 1 });
    },
  },
  untested: {
    lack: ({ promises }) =>
      promises.every(({ breakGlass }) => breakGlass === undefined) ? 'no promise has emergency access' : null,
    absent: 'no case was opened in an emergency',
  },
};
