import { ALL_CLASSES, type TransferClaim, type Verdicts } from '#audit';
import {
  ACCESS_PURPOSES,
  actKind,
  BASIS_KINDS,
  CASE_STATES,
  COPY_ROLES,
  ESCALATION_REASONS,
  type EscalationReason,
  NONE_16,
  type Scenario,
} from '#domain';
import { DATED_CHANGE, type ExploredAct, type Move, type Situation } from '#engine';
import { copyOf, type Evidence, placeOf, roleOf } from './evidence.ts';

const ACT = {
  transition: actKind('transition'),
  store: actKind('store'),
  delete: actKind('delete'),
  transfer: actKind('transfer'),
  assign: actKind('assign'),
  view: actKind('view'),
  viewEnd: actKind('view end'),
  escalate: actKind('escalate'),
  emergency: actKind('emergency access'),
  exception: actKind('exception'),
};
const TO_BE_CONSULTED = ACCESS_PURPOSES.indexOf('consultation');
const WORKING = CASE_STATES.indexOf('open.working');
const PAUSED = CASE_STATES.indexOf('open.paused');
const ERASED = CASE_STATES.indexOf('erased');
const PRIMARY = COPY_ROLES.indexOf('primary');
const REPLICA = COPY_ROLES.indexOf('replica');
const BACKUP = COPY_ROLES.indexOf('backup');
const WORKING_COPY = COPY_ROLES.indexOf('working copy');

/** Invariants of the auditor that are properties of a state or of one step, in the order of reports. */
export const PROVABLE = [
  'R1',
  'R2',
  'R3',
  'R4',
  'R5',
  'R6',
  'R7',
  'R8',
  'R9',
  'R10',
  'R12',
  'R15',
  'R16',
  'R17',
  'R18',
  'R20',
  'R22',
] as const;
export type Provable = (typeof PROVABLE)[number];

/** On what a view outside of the promise relies. */
type Exceptions = Pick<Evidence, 'consent' | 'isEmergency'>;

/** The step that is judged. */
export interface JudgedStep {
  readonly before: Situation;
  readonly after: Situation;
  readonly move: Move;
  readonly acts: readonly ExploredAct[];
}

/** `holder`: the group that has the case in hand, −1 for none. */
interface View extends Exceptions {
  readonly centre: number;
  readonly group: number;
  readonly agent: number;
  readonly place: number;
  readonly holder: number;
}

/** What brings about each reason that the world gives. Those that the case itself gives come up at the end of a contact. */
const BROUGHT_ABOUT_BY: Readonly<Record<EscalationReason, string>> = {
  uptime: 'CENTRE_DOWN',
  'follow-the-sun': 'SHIFT_END',
  absence: 'AGENT_ABSENT',
  residency: 'BAR',
  preemption: 'PREEMPT',
  severity: 'severityRaise',
  language: 'handling',
  expertise: 'handling',
  returned: 'handling',
};

/**
 * Judges each step of each run there could be, from its acts: by the auditor's verdicts, not by the engine's policy. A property
 * holds in all runs when no step that can be reached breaks it.
 */
export class Judge {
  readonly checks = new Map<Provable, number>(PROVABLE.map((id) => [id, 0]));
  /** What the last step has broken. */
  readonly broken: { readonly id: Provable; readonly message: string }[] = [];
  private readonly scenario: Scenario;
  private readonly verdicts: readonly Verdicts[];
  private now: Verdicts;

  /** `verdicts`: by epoch. */
  constructor(scenario: Scenario, verdicts: readonly Verdicts[]) {
    this.scenario = scenario;
    this.verdicts = verdicts;
    this.now = verdicts[0] as Verdicts;
  }

  /** The evidence after the step; what it breaks stands in `broken` until the next one. */
  judge(evidence: Evidence, step: JudgedStep): Evidence {
    const { acts, after, before } = step;
    this.broken.length = 0;
    this.now = this.verdicts[after.epoch] as Verdicts;
    const { stream } = after;
    const copies = [...evidence.copies];
    let { consent, holder, isEmergency, viewedPlace, viewer, wasStored } = evidence;
    let lastHolder = -1;
    let { state } = before;
    for (let i = 0; i < acts.length; i++) {
      const { a, aux, b, c, d, kind } = acts[i] as ExploredAct;
      const previous = acts[i - 1];
      switch (kind) {
        case ACT.store:
          this.check(
            'R17',
            !wasStored || copies.length > 0,
            () => 'a copy is stored after the case was erased',
          );
          this.stored(stream, aux, a, b, step.move, copies, previous);
          copies.push(copyOf(aux, a));
          wasStored = true;
          break;
        case ACT.delete: {
          const at = copies.indexOf(copyOf(aux, a));
          this.check('R18', at !== -1, () => `a ${COPY_ROLES[aux]} is deleted that was never there`);
          if (at !== -1) copies.splice(at, 1);
          break;
        }
        case ACT.transfer:
          this.transferred(stream, { kind: aux, exporter: a, importer: b, place: c, instrument: d });
          break;
        case ACT.emergency:
          isEmergency = true;
          break;
        case ACT.exception:
          consent = b;
          break;
        case ACT.assign:
          isEmergency &&= previous?.kind === ACT.emergency;
          this.assigned(before, a, isEmergency);
          holder = a;
          break;
        case ACT.view:
          if (aux === TO_BE_CONSULTED) {
            const view = { centre: a, group: b, agent: c, place: d, holder, consent, isEmergency: false };
            this.consulted(before, view, copies, previous);
            break;
          }
          this.viewed(
            stream,
            { centre: a, group: b, agent: c, place: d, holder, consent, isEmergency },
            copies,
            previous,
          );
          viewer = b;
          viewedPlace = d;
          break;
        case ACT.viewEnd:
          if (aux === TO_BE_CONSULTED) break;
          this.check('R18', viewer === b && viewedPlace === d, () => 'a view ends that had not begun');
          lastHolder = holder;
          holder = -1;
          viewer = -1;
          viewedPlace = -1;
          consent = -1;
          break;
        case ACT.escalate:
          this.escalated(step, aux, d);
          break;
        case ACT.transition:
          this.check(
            'R18',
            a === state,
            () => 'a transition begins in another state than the last one ended',
          );
          state = b;
          if (b === PAUSED && a === WORKING) holder = lastHolder;
          else if (a === PAUSED && b !== WORKING && b !== PAUSED) holder = -1;
          break;
      }
    }
    copies.sort((left, right) => left - right);
    if (state !== WORKING && state !== PAUSED) isEmergency = false;
    this.rests(step, copies, viewer, { consent, isEmergency });
    return { copies, wasStored, holder, viewer, viewedPlace, consent, isEmergency };
  }

  /** As `judge`, for a step that has been judged before: it is not counted again, and what it breaks is told already. */
  retrace(evidence: Evidence, step: JudgedStep): Evidence {
    const broken = [...this.broken];
    const checks = [...this.checks];
    const after = this.judge(evidence, step);
    this.broken.splice(0, this.broken.length, ...broken);
    for (const [id, count] of checks) this.checks.set(id, count);
    return after;
  }

  private stored(
    stream: number,
    role: number,
    place: number,
    source: number,
    move: Move,
    copies: readonly number[],
    previous: ExploredAct | undefined,
  ): void {
    const why = this.now.whyNotStored(stream, role, ALL_CLASSES, place);
    const whyNotFirst = source === NONE_16 ? this.now.whyNotStoredFirst(stream, place) : null;
    const message = () => `a ${COPY_ROLES[role]} is put at ${why}`;
    this.check('R1', why === null && whyNotFirst === null, () => {
      return why === null ? `what the customer sent is put at ${whyNotFirst}` : message();
    });
    const placement = this.now.tables.stream(stream);
    const failsOver = move.down.some((d) => placement.primary.includes(d) || placement.replica.includes(d));
    const isMove = role === PRIMARY && (source !== NONE_16 || failsOver);
    if (isMove || role === REPLICA || role === BACKUP) this.check('R3', why === null, message);
    if (source !== NONE_16) {
      const isLive = copies.some((copy) => placeOf(copy) === source);
      this.check('R2', isLive, () => `a copy is made from ${this.placeName(source)}, which holds none`);
    }
    if (this.now.asksOfSubcontractors(stream)) {
      const whyNot = this.now.whyNotHeldBy(stream, place);
      this.check('R9', whyNot === null, () => `a copy is put at ${this.placeName(place)}; ${whyNot}`);
    }
    if (this.now.isLeavingSoon && (role === PRIMARY || role === REPLICA || role === BACKUP)) {
      const left = this.now.leftBy(stream, role, place, true);
      this.check(
        'R22',
        left === null,
        () => `a copy is put at ${this.placeName(place)}, though ${left} soon`,
      );
    }
    this.basisOf(stream, place, source, previous);
  }

  private transferred(stream: number, claim: TransferClaim): void {
    this.check('R7', this.now.judgeTransfer(stream, claim).verdict !== 'invalid', () => {
      const basis = BASIS_KINDS[claim.kind];
      return `a transfer to ${this.placeName(claim.place)} relies on '${basis}', which does not carry it`;
    });
  }

  /** Where a basis is needed, the transfer is told just before. */
  private basisOf(stream: number, place: number, source: number, previous: ExploredAct | undefined): void {
    const { tables } = this.now;
    const exporter = source === NONE_16 ? NONE_16 : tables.entityOf(source);
    if (!this.now.needsBasis(stream, exporter, place)) {
      this.check('R7', true, () => '');
      return;
    }
    const isTold =
      previous?.kind === ACT.transfer &&
      previous.c === place &&
      previous.b === tables.entityOf(place) &&
      previous.a === exporter;
    this.check('R7', isTold, () => `data goes to ${this.placeName(place)}, and no transfer is recorded`);
  }

  private assigned(
    { language, product, stream, tier }: Situation,
    group: number,
    isEmergency: boolean,
  ): void {
    const isPermitted =
      this.now.permittedGroups(stream, product, language, tier).includes(group) ||
      (isEmergency && this.now.whyNotInEmergency(stream, group) === null);
    this.check('R10', isPermitted, () => {
      const { id = String(group) } = this.scenario.groups[group] ?? {};
      const why = this.now.whyNotWorked(stream, group) ?? 'it lacks the skills';
      return `group ${id} gets the case, which is not eligible: ${why}`;
    });
  }

  private viewed(
    stream: number,
    view: View,
    copies: readonly number[],
    previous: ExploredAct | undefined,
  ): void {
    const { group, holder } = view;
    this.check('R6', holder === group, () => 'the case is seen by somebody to whom it is not assigned');
    this.reads(stream, view, copies, previous);
  }

  /** An agent is consulted by the one who has the case: it is over in the same step, and ends, too, when the law changes. */
  private consulted(
    { stream, tier }: Situation,
    view: View,
    copies: readonly number[],
    previous: ExploredAct | undefined,
  ): void {
    const { group, holder } = view;
    this.check('R6', holder !== -1, () => 'somebody is consulted about a case that nobody has');
    const rule = this.scenario.work.consultation?.[tier - 1] ?? null;
    const { id = String(group), tier: own } = this.scenario.groups[group] ?? {};
    const why = this.now.whyNotWorked(stream, group);
    this.check('R10', rule?.tier === own && why === null, () => {
      return `group ${id} is consulted, which is not eligible: ${why ?? 'it lacks the skills'}`;
    });
    this.reads(stream, view, copies, previous);
  }

  private reads(
    stream: number,
    view: View,
    copies: readonly number[],
    previous: ExploredAct | undefined,
  ): void {
    const { tables } = this.now;
    const { agent, centre, group, place } = view;
    this.seen(stream, group, view, 'the case is seen');
    if (this.now.asksOfSubcontractors(stream)) {
      const why = this.now.whyNotSeenBy(stream, group);
      this.check('R9', why === null, () => `the case is seen; ${why}`);
    }
    const isLive = copies.some((copy) => placeOf(copy) === place);
    this.check('R18', isLive, () => `the case is read from ${this.placeName(place)}, which holds no copy`);
    const isNamed = tables.groupOf(agent) === group && tables.centreOf(group) === centre;
    this.check('R20', isNamed, () => 'the view names no agent of the group and centre');
    this.basisOf(stream, tables.placeOfCentre(centre), place, previous);
  }

  /** Whether whoever sees the case may, where it is seen from, by the rules of now. */
  private seen(stream: number, group: number, { consent, isEmergency }: Exceptions, what: string): void {
    const centre = this.now.tables.centreOf(group);
    if (consent !== -1) {
      const why = this.now.whyNotOnConsent(stream, consent, centre);
      this.check('R12', why === null, () => `${what} outside of what was promised: ${why}`);
    } else {
      const isCovered = isEmergency && this.now.whyNotInEmergency(stream, group) === null;
      const why = isCovered ? null : this.now.whyNotSeen(stream, ALL_CLASSES, centre);
      this.check('R4', why === null, () => `${what} from ${why}`);
    }
    if (!this.now.asksWhoSees(stream)) return;
    const why = this.now.whyNotByPerson(stream, group);
    this.check('R5', why === null, () => `${what}; ${why}`);
  }

  private escalated({ after, before, move }: JudgedStep, number: number, tier: number): void {
    const reason = ESCALATION_REASONS[number] as EscalationReason;
    const isTrue =
      reason === 'residency'
        ? this.now.whyNotWorked(before.stream, before.group) !== null
        : BROUGHT_ABOUT_BY[reason] === move.what;
    const isNextTier = tier === after.tier || (tier === before.tier && reason !== 'returned');
    this.check('R10', isTrue && isNextTier, () => `'${reason}' is stated, but what happened is ${move.what}`);
  }

  /** What has to hold whenever nothing moves. */
  private rests(
    { after, move }: JudgedStep,
    copies: readonly number[],
    viewer: number,
    exceptions: Exceptions,
  ): void {
    const { state, stream } = after;
    if (move.what === DATED_CHANGE) {
      for (const copy of copies) {
        const why = this.now.whyNotStored(stream, roleOf(copy), ALL_CLASSES, placeOf(copy));
        this.check(
          'R1',
          why === null,
          () => `since a dated change, a ${COPY_ROLES[roleOf(copy)]} rests at ${why}`,
        );
      }
      if (viewer !== -1) this.seen(stream, viewer, exceptions, 'since a dated change, the case is seen');
      if (this.now.isLeaving) this.left(stream, copies);
      if (this.now.isGraceOver) this.overdue(stream, copies);
    }
    const isSeen = state === WORKING;
    this.check('R18', (viewer !== -1) === isSeen, () =>
      isSeen ? 'the case is worked on, and no view is recorded' : 'the case is seen while nobody works on it',
    );
    if (viewer !== -1) {
      const { tables } = this.now;
      const centre = tables.centreOf(viewer);
      const isLocal = this.scenario.centres[centre]?.access === 'local system';
      const hasCopy = copies.includes(copyOf(WORKING_COPY, tables.placeOfCentre(centre)));
      this.check('R18', !isLocal || hasCopy, () => 'a centre works on its local system without a copy there');
    } else {
      const left = copies.some((copy) => roleOf(copy) === WORKING_COPY);
      this.check('R16', !left, () => 'a working copy is left when the view has ended');
    }
    if (state === ERASED) this.check('R15', copies.length === 0, () => 'copies are left of an erased case');
  }

  /** Nothing is left in a country that leaves the boundary now. */
  private left(stream: number, copies: readonly number[]): void {
    for (const copy of copies) {
      const left = this.now.leftBy(stream, roleOf(copy), placeOf(copy), false);
      this.check(
        'R22',
        left === null,
        () => `a ${COPY_ROLES[roleOf(copy)]} is still at ${this.placeName(placeOf(copy))} when ${left}`,
      );
    }
  }

  /** Nothing is left where the basis has ended, and the grace is over. */
  private overdue(stream: number, copies: readonly number[]): void {
    for (const copy of copies) {
      const isGone = !this.now.hasToBeGone(stream, placeOf(copy));
      this.check('R8', isGone, () => {
        const what = `a ${COPY_ROLES[roleOf(copy)]} is left at ${this.placeName(placeOf(copy))}`;
        return `${what} after its time: the basis on which it was held there has ended`;
      });
    }
  }

  private check(id: Provable, holds: boolean, message: () => string): void {
    this.checks.set(id, (this.checks.get(id) as number) + 1);
    if (!holds) this.broken.push({ id, message: message() });
  }

  private placeName(place: number): string {
    return this.now.tables.placeName(place);
  }
}
