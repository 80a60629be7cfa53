import { definite } from '#base';
import { ACT_NUMBERS, type AgentIndex, type CaseStateIndex, type RunMs, type Scenario } from '#domain';
import type { StoryEntry } from '#ledger';
import {
  type CaseView,
  CLOSED,
  ERASED,
  type OnlookerRole,
  PAUSED,
  QUEUED,
  REFUSED,
  SUBMITTED,
  WORKING,
} from '../facts/case-state.ts';
import { isCopy } from '../facts/copy-list.ts';
import type { ActViewOf, FactsView } from '../facts/facts.ts';
import { Tally } from '../facts/tally.ts';
import { NONE } from '../facts/world-state.ts';
import type { Changes } from '../law/law-calendar.ts';
import {
  type Invariant,
  type InvariantOfAuditor,
  type InvariantRow,
  Judge,
  type LogNeeds,
  type SeedOf,
} from './invariant.ts';
import { R1 } from './r01-storage.ts';
import { R2 } from './r02-derivation.ts';
import { R3 } from './r03-failover.ts';
import { R4 } from './r04-access-place.ts';
import { R5 } from './r05-person-rule.ts';
import { R6 } from './r06-purpose.ts';
import { R7 } from './r07-basis.ts';
import { R8 } from './r08-basis-end.ts';
import { R9 } from './r09-subcontractor.ts';
import { R10 } from './r10-escalation/escalation.ts';
import { R11 } from './r11-necessity.ts';
import { R12 } from './r12-consent.ts';
import { R13 } from './r13-break-glass.ts';
import { R14 } from './r14-router-view.ts';
import { R15 } from './r15-erasure.ts';
import { R16 } from './r16-working-copies.ts';
import { R17 } from './r17-no-resurrection.ts';
import { R18 } from './r18-log-equals-world/log-equals-world.ts';
import { R19 } from './r19-log-residency.ts';
import { R20 } from './r20-attribution.ts';
import { R21 } from './r21-fresh-policy.ts';
import { R22 } from './r22-evacuation.ts';
import { R23 } from './r23-no-silent-starvation/no-silent-starvation.ts';
import { R24 } from './r24-truthful-answer.ts';
import { R25 } from './r25-detection.ts';
import { R26 } from './r26-authority.ts';
import { R27 } from './r27-last-resort.ts';
import { R28 } from './r28-plain-items.ts';

const {
  disclosure: DISCLOSURE,
  'plain items': PLAIN_ITEMS,
  'subcontractor needed': SUBCONTRACTOR_NEEDED,
} = ACT_NUMBERS;

/** All invariants, in the order of reports. */
const ALL: readonly (Invariant | InvariantOfAuditor)[] = [
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  R9,
  R10,
  R11,
  R12,
  R13,
  R14,
  R15,
  R16,
  R17,
  R18,
  R19,
  R20,
  R21,
  R22,
  R23,
  R24,
  R25,
  R26,
  R27,
  R28,
];

/** Wording and origin of each invariant, in the order of reports. */
export const INVARIANTS: readonly InvariantRow[] = ALL.map(({ row }) => row);

/**
 * Breaches that the auditor seeds into a copy of what it has read (R25): one for each invariant that a vendor can
 * break.
 */
export const SEEDS: readonly SeedOf[] = ALL.flatMap(({ row: { id }, seed }) =>
  seed === null ? [] : { ...seed, id },
);

function invariant(id: string): Invariant | InvariantOfAuditor {
  return definite(
    ALL.find(({ row }) => row.id === id),
    `there is no invariant ${id}`,
  );
}

/** What a log that this program has not written must tell so that the invariant can be judged from it. */
export function logNeedsOf(id: string): LogNeeds {
  return invariant(id).log;
}

/** Why nothing tested the invariant in a run of the scenario: the end of a sentence that begins with "since". */
export function whyUntested(id: string, scenario: Scenario): string {
  const { untested } = invariant(id);
  return untested.lack?.(scenario) ?? untested.absent;
}

function judgeOf<J extends Judge>({ judge: Made, row }: Invariant<J>, facts: FactsView): J {
  return new Made(facts, new Tally(row.id, facts.moment));
}

/** What judges are made of. */
class OfFacts {
  protected readonly facts: FactsView;

  constructor(facts: FactsView) {
    this.facts = facts;
  }
}

/**
 * The judges, and when they are called. The reader of entries calls one method before it changes the facts
 * ("storing": the copy is not there yet), and one afterwards ("stored"); here if several judges are concerned, else of
 * the judge itself. Nobody is called in between. Judges read the
 * facts and what they remember themselves, but never each other, so no verdict depends on the order of calls within a
 * method: tests/audit/invariants/order-of-judges.long.test.ts shuffles them. Parts of R10, R18 and R23 are called by their
 * invariant, in an order that matters. Each judge is a separate field, called by name, so that V8 inlines the calls:
 * see docs/performance.md, "The auditor's loop".
 */
export class Judges extends OfFacts {
  readonly storage = judgeOf(R1, this.facts);
  readonly derivation = judgeOf(R2, this.facts);
  readonly failover = judgeOf(R3, this.facts);
  readonly accessPlace = judgeOf(R4, this.facts);
  readonly person = judgeOf(R5, this.facts);
  readonly purpose = judgeOf(R6, this.facts);
  readonly basis = judgeOf(R7, this.facts);
  readonly basisEnd = judgeOf(R8, this.facts);
  readonly subcontractors = judgeOf(R9, this.facts);
  readonly escalation = judgeOf(R10, this.facts);
  readonly necessity = judgeOf(R11, this.facts);
  readonly consent = judgeOf(R12, this.facts);
  readonly breakGlass = judgeOf(R13, this.facts);
  readonly routerView = judgeOf(R14, this.facts);
  readonly erasure = judgeOf(R15, this.facts);
  readonly workingCopies = judgeOf(R16, this.facts);
  readonly resurrection = judgeOf(R17, this.facts);
  readonly log = judgeOf(R18, this.facts);
  readonly logResidency = judgeOf(R19, this.facts);
  readonly attribution = judgeOf(R20, this.facts);
  readonly freshPolicy = judgeOf(R21, this.facts);
  readonly evacuation = judgeOf(R22, this.facts);
  readonly waiting = judgeOf(R23, this.facts);
  readonly answer = judgeOf(R24, this.facts);
  readonly disclosures = judgeOf(R26, this.facts);
  readonly lastResort = judgeOf(R27, this.facts);
  readonly plainItems = judgeOf(R28, this.facts);

  /** In the order of INVARIANTS. R25 judges the auditor, not a ledger. */
  private readonly all: readonly Judge[] = Object.values(this).filter((one) => one instanceof Judge);

  /** The judge of the invariant; undefined for R25. */
  of(id: string): Judge | undefined {
    return this.all.find(({ tally }) => tally.id === id);
  }

  get tallies(): readonly Tally[] {
    return this.all.map(({ tally }) => tally);
  }

  /**
   * Results under the law as known today, of the invariants that depend on it; empty if today's knowledge makes no
   * difference.
   */
  get talliesNow(): readonly Tally[] {
    return [this.basis.tallyNow, this.basisEnd.tallyNow].filter((tally) => tally !== null);
  }

  // ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Called when the clock is about to move to `timeMs` and nothing else happens before. */
  passing(timeMs: RunMs): void {
    this.basisEnd.passed(timeMs);
    this.erasure.passed(timeMs);
    this.breakGlass.passed(timeMs);
    this.disclosures.passed(timeMs);
    this.workingCopies.passed(timeMs);
  }

  /** Called when all entries of the instant have been read. */
  endOfInstant(): void {
    this.waiting.endOfInstant();
    this.plainItems.endOfInstant();
    this.log.endOfInstant();
  }

  /** Called after that if the law changed in the instant: what rests on what has changed is judged again, and nothing else. */
  judgeAgain(timeMs: RunMs, { certificates, consents, zones }: Changes): void {
    if (zones || certificates) this.storage.judgeAgain(timeMs, zones);
    if (zones) this.evacuation.zonesChanged(timeMs);
    if (zones) this.accessPlace.zonesChanged(timeMs);
    if (zones || consents) this.consent.zonesChanged(timeMs);
    if (zones || consents) this.breakGlass.zonesChanged(timeMs);
    if (zones) this.person.zonesChanged(timeMs);
    if (zones || certificates) this.logResidency.judgeAgain(timeMs, zones);
  }

  /** Called when promise and law have been set to a new instant. */
  lawChanged(timeMs: RunMs): void {
    this.basisEnd.lawHasChanged(timeMs);
    this.freshPolicy.lawHasChanged(timeMs);
    this.waiting.lawHasChanged();
    this.log.sessions.lawHasChanged();
    this.escalation.commitments.lawHasChanged();
  }

  /** Called when agents have come on duty, gone off duty or gone away. */
  presenceChanged(firstAgent: AgentIndex, agents: number): void {
    this.log.overtime.presenceChanges(firstAgent, agents);
    this.waiting.staffingHasChanged();
  }

  // ── Cases ────────────────────────────────────────────────────────────────────────────────────────────────

  opened(supportCase: CaseView, { c: customer, timeMs }: ActViewOf<'open'>): void {
    this.logResidency.opened(supportCase);
    this.log.replay.opened(supportCase, customer);
    this.log.openCases.opened(supportCase, timeMs);
    this.answer.opened(supportCase.number, customer);
  }

  /**
   * Called for an act on a case that is not live. `copy`: the copy stored for a case that has ended; null for any
   * other act.
   */
  onNoCase({ caseNumber, kind }: StoryEntry, copy: number | null): void {
    if (copy === null) this.log.notLive(caseNumber, kind);
    else this.resurrection.storedAfterEnd(caseNumber, copy);
  }

  /** Called for an act that changes no facts: one judge takes it. */
  recorded(supportCase: CaseView, act: StoryEntry): void {
    switch (act.kind) {
      case DISCLOSURE:
        return this.disclosures.disclosed(supportCase, act);
      case PLAIN_ITEMS:
        return this.plainItems.recorded(supportCase, act);
      case SUBCONTRACTOR_NEEDED:
        return this.lastResort.recorded(supportCase, act);
      default:
        return this.log.recorded(supportCase, act);
    }
  }

  /** `before` and `after` are those of the act; the facts still have the old state. */
  moving(
    supportCase: CaseView,
    { a: before, aux: event, b: after }: ActViewOf<'transition'>,
    isMove: boolean,
    joins: boolean,
  ): void {
    const { state: was } = supportCase;
    this.log.transition(supportCase, event, before, after);
    if (was === SUBMITTED && after !== REFUSED && !this.log.sessions.wasContained(supportCase))
      this.waiting.accepted(supportCase);
    if (!isMove) return;
    if (after === QUEUED && (was === WORKING || was === PAUSED)) this.escalation.leftWork(supportCase);
    this.escalation.commitments.moved(supportCase);
    this.waiting.moving(supportCase, after, joins);
  }

  /** Called when the case has left its state or entered it again. */
  moved(supportCase: CaseView, was: CaseStateIndex): void {
    const { state } = supportCase;
    if (state === PAUSED && was === WORKING) this.waiting.paused(supportCase);
    if (state === CLOSED || (state === ERASED && was !== CLOSED)) this.erasure.closed(supportCase);
  }

  /** Called when the case has joined a queue, at the end of a contact or otherwise. */
  joined(supportCase: CaseView, was: CaseStateIndex, byEndOfContact: boolean): void {
    this.waiting.joined(supportCase, was);
    this.routerView.joined(supportCase, was, byEndOfContact);
  }

  /** Called before the copy is there. */
  storing(
    supportCase: CaseView,
    copy: number,
    { a: place, aux: role, b: source, c: classes }: ActViewOf<'store'>,
  ): void {
    this.answer.stored(supportCase.number, role, classes);
    this.log.stored(supportCase, copy, isCopy(role, classes));
    this.log.openCases.stored(supportCase, role, place);
    this.derivation.stored(supportCase, copy, source);
    this.resurrection.stored(supportCase, copy);
    this.storage.stored(supportCase, copy, source);
    this.failover.stored(supportCase, copy, source);
    this.evacuation.stored(supportCase, copy);
    this.freshPolicy.decided(supportCase, 'stored');
    this.subcontractors.stored(supportCase, place);
    this.plainItems.stored(supportCase);
    this.basis.stored(supportCase, place, source);
  }

  /** Called after the copy is gone. `wasThere`: false if there was no such copy. */
  deleted(supportCase: CaseView, copy: number, wasThere: boolean): void {
    this.log.deleted(supportCase, copy, wasThere);
    if (!wasThere) return;
    this.storage.deleted(supportCase, copy);
    this.workingCopies.deleted(supportCase, copy);
  }

  /** Called when the case is no longer live: judges forget what they remember of it. */
  dropped(supportCase: CaseView): void {
    this.accessPlace.dropped(supportCase);
    this.erasure.dropped(supportCase);
    this.log.dropped(supportCase);
    this.waiting.dropped(supportCase);
    this.plainItems.dropped(supportCase);
  }

  /** Called when an agent takes the case, before the facts record it. */
  assigning(supportCase: CaseView, { a: group, c: agent, d: waitMs }: ActViewOf<'assign'>): void {
    this.attribution.assigned(supportCase.number, group, agent);
    this.log.assigning(supportCase, agent, waitMs);
    this.routerView.assigned(supportCase, group);
    this.waiting.assigned(supportCase, group, agent);
    this.escalation.assigned(supportCase, group, agent);
    this.necessity.assigned(supportCase, group, agent);
    this.lastResort.assigned(supportCase, group, agent);
    this.freshPolicy.decided(supportCase, 'assigned');
  }

  /** Called before the view is recorded in the case. It ends a view that is still open. */
  viewBegins(supportCase: CaseView, act: ActViewOf<'view'>): void {
    const { c: agent, d: place } = act;
    this.attribution.accessed(act);
    this.log.viewBegins(supportCase, agent, place);
    this.purpose.began(supportCase, act);
    this.basis.viewed(supportCase, act);
    if (supportCase.viewCentre !== NONE) this.accessPlace.ended(supportCase);
  }

  /** Called after the view has been recorded. */
  viewBegan(supportCase: CaseView): void {
    this.consent.viewed(supportCase);
    this.breakGlass.viewed(supportCase);
    this.accessPlace.began(supportCase);
    this.person.began(supportCase);
    this.subcontractors.viewed(supportCase);
    this.workingCopies.viewed(supportCase);
  }

  /** Called while the facts still have the view and the case's agent. */
  viewEnds(supportCase: CaseView, act: ActViewOf<'view end'>): void {
    this.attribution.accessed(act);
    this.log.viewEnds(supportCase, act);
    if (supportCase.viewCentre !== NONE) this.accessPlace.ended(supportCase);
    this.workingCopies.unassigned(supportCase);
  }

  /** Called when a consulted agent, or an escort, begins to see the case, before the facts record it. */
  onlookerBegins(supportCase: CaseView, act: ActViewOf<'view'>, role: OnlookerRole): void {
    const { d: place } = act;
    const before = supportCase.rare[role];
    this.attribution.accessed(act);
    this.log.onlookerBegins(supportCase, place, role);
    this.purpose.began(supportCase, act);
    this.escalation.looksOn(supportCase, act, role);
    if (role === 'consultation') this.lastResort.consulted(supportCase, act);
    this.basis.viewed(supportCase, act);
    if (before !== null) this.accessPlace.ended(before);
  }

  /** `seen`: the case as the consulted agent, or the escort, sees it. */
  onlookerBegan(seen: CaseView): void {
    this.consent.viewed(seen);
    this.accessPlace.began(seen);
    this.person.began(seen);
    this.subcontractors.viewed(seen);
  }

  /** Called while the facts still have the view. */
  onlookerEnds(supportCase: CaseView, act: ActViewOf<'view end'>, role: OnlookerRole): void {
    this.attribution.accessed(act);
    this.log.onlookerEnds(supportCase, act, role);
    this.accessPlace.onlookerEnds(supportCase, role);
  }

  /** Called for a step of a case with software, before the facts record it. It ends a session that is open. */
  sessionStep(supportCase: CaseView, act: ActViewOf<'session'>): void {
    if (supportCase.rare.sessionOf !== NONE) this.accessPlace.sessionEnds(supportCase);
    this.log.sessions.recorded(supportCase, act);
  }

  /** Called after a session has been recorded: software processes the case, and nobody sees it. */
  sessionBegan(supportCase: CaseView, { a: software, b: place }: ActViewOf<'session'>): void {
    this.accessPlace.sessionBegan(supportCase, software, place);
    this.purpose.sessionBegan(supportCase, software);
    this.basis.processed(supportCase, software, place);
    this.subcontractors.processed(supportCase, software, place);
    this.freshPolicy.decided(supportCase, 'given to software');
  }

  refusing(supportCase: CaseView, { aux: channel, c: inSystem, d: waiting }: ActViewOf<'refuse'>): void {
    this.log.refused(supportCase, channel, inSystem, waiting);
    this.waiting.refused(supportCase);
  }
}
