import { ACT_KINDS, ACT_NUMBERS, NO_CASE, type Scenario, WORD_32 } from '#domain';
import type { EntryVisitor } from '#ledger';
import type { AuditReport } from './audit-report.ts';
import { CaseReader } from './case-reader.ts';
import { type Facts, makeFacts, setInstant } from './facts.ts';
import { type InvariantSet, makeInvariants } from './invariant-set.ts';
import { lawInstants } from './law/law-calendar.ts';
import type { Moment, Tally } from './moment.ts';
import type { Strangers } from './strangers.ts';
import { NONE } from './world-state.ts';

const {
  duty: DUTY,
  centre: CENTRE,
  'data centre': DATA_CENTRE,
  law: LAW,
  open: OPEN,
  end: END,
  presence: PRESENCE,
  'after-contact work': AFTER_CONTACT,
  'notice of disclosure': NOTICE_OF_DISCLOSURE,
  overtime: OVERTIME,
  'emergency access': EMERGENCY,
  'ledger kept': LEDGER_KEPT,
  'policy refresh': POLICY_REFRESH,
} = ACT_NUMBERS;

/**
 * Reads entries one by one, keeps the facts that they tell, and puts each to the invariants that it concerns.
 * The only writer of `Facts`. One pass; memory follows the number of live cases.
 */
export class Auditor {
  readonly facts: Facts;
  private readonly scenario: Scenario;
  private readonly lawInstants: readonly number[];
  /** Told when the run was ended before its horizon. */
  ended: AuditReport['ended'] = null;
  private nextLawInstant = 0;
  /** True when zones have changed in the instant that is being read: what is present is judged at its end. */
  private zonesChanged = false;

  readonly judges: InvariantSet;
  private readonly caseReader: CaseReader;

  /** `takeViolation` gets every violation as it is found. */
  constructor(scenario: Scenario, takeViolation: Moment['takeViolation'] = null, strangers?: Strangers) {
    const facts = makeFacts(scenario, takeViolation, strangers);
    this.facts = facts;
    this.scenario = scenario;
    this.lawInstants = lawInstants(scenario);
    this.judges = makeInvariants(facts);
    this.caseReader = new CaseReader(facts, this.judges);
    setInstant(facts, scenario.startEpochMs);
    this.judges.basisEnd.begin();
    if (this.lawInstants.length > 0) this.judges.freshPolicy.begin();
  }

  /** In the order of INVARIANTS; R25 is not the matter of one reading. */
  get tallies(): readonly Tally[] {
    return Object.values(this.judges).map(({ tally }: { tally: Tally }) => tally);
  }

  /** Of the invariants that depend on what is known of the law: by the law as it is known today. Empty where that is the same. */
  get talliesNow(): readonly Tally[] {
    const { basis, basisEnd } = this.judges;
    return [basis.tallyNow, basisEnd.tallyNow].filter((tally) => tally !== null);
  }

  readonly visit: EntryVisitor = (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    const { moment } = this.facts;
    if (timeMs > moment.timeMs || moment.entry === NONE) this.advance(timeMs);
    moment.entry = index;
    this.judges.oneToOne.entry(timeMs, caseNumber === NO_CASE ? null : caseNumber, this.ended !== null);
    if (kind < OPEN || kind === PRESENCE) {
      this.readWorld(timeMs, kind, aux, a, b, c, d);
      return;
    }
    if (kind === OVERTIME) {
      this.judges.oneToOne.dayEnd.overtime(aux === 1, a, c);
      return;
    }
    if (kind === AFTER_CONTACT) {
      this.readWorkAfter(aux === 1, caseNumber, a, c);
      return;
    }
    if (kind === EMERGENCY && caseNumber === NO_CASE) {
      this.judges.breakGlass.afterwards(aux, b, c);
      return;
    }
    if (kind === LEDGER_KEPT) {
      this.judges.logResidency.keptAt(a);
      return;
    }
    if (kind === POLICY_REFRESH) {
      this.judges.freshPolicy.refreshed(c + d * WORD_32);
      return;
    }
    if (kind === NOTICE_OF_DISCLOSURE) {
      this.judges.disclosures.told(a);
      return;
    }
    if (kind === END) {
      this.ended = { timeMs, waiting: d };
      this.judges.oneToOne.endedEarly(d);
    } else if (kind === OPEN) this.caseReader.open(aux, caseNumber, a, b, c, d);
    else if (kind < ACT_KINDS.length) this.caseReader.read(kind, aux, caseNumber, a, b, c, d);
    else this.judges.oneToOne.unknownKind(kind);
  };

  /**
   * Ends the audit at that time: a whole ledger is judged up to its horizon. Null for a damaged one: it is judged as far as it can be
   * read, as nothing is known of the time after; nor of that after an early end, which the ledger tells.
   */
  finish(untilMs: number | null): void {
    if (untilMs !== null && this.ended === null) this.advance(untilMs);
    else this.endInstant();
    this.judges.oneToOne.finish(this.facts.moment.timeMs);
  }

  // ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** The clock moves on to `timeMs`; what happens then has not been read yet. */
  advance(timeMs: number): void {
    const { moment } = this.facts;
    this.endInstant();
    for (;;) {
      const changeMs = this.lawInstants[this.nextLawInstant];
      if (changeMs === undefined || changeMs > timeMs) break;
      this.nextLawInstant++;
      this.judges.waiting.passed(changeMs);
      moment.timeMs = changeMs;
      this.changeLaw(changeMs);
      if (changeMs < timeMs) this.endInstant();
    }
    this.judges.waiting.passed(timeMs);
    this.judges.basisEnd.passed(timeMs);
    this.judges.erasure.passed(timeMs);
    this.judges.breakGlass.passed(timeMs);
    this.judges.disclosures.passed(timeMs);
    this.judges.workingCopies.passed(timeMs);
    moment.timeMs = Math.max(moment.timeMs, timeMs);
  }

  private endInstant(): void {
    this.judges.waiting.endOfInstant();
    this.judges.oneToOne.endOfInstant();
    if (!this.zonesChanged) return;
    this.zonesChanged = false;
    this.judges.storage.zonesChanged(this.facts.moment.timeMs);
    this.judges.evacuation.zonesChanged(this.facts.moment.timeMs);
    this.judges.accessPlace.zonesChanged(this.facts.moment.timeMs);
    this.judges.consent.zonesChanged(this.facts.moment.timeMs);
    this.judges.person.zonesChanged(this.facts.moment.timeMs);
    this.judges.logResidency.zonesChanged(this.facts.moment.timeMs);
  }

  private changeLaw(timeMs: number): void {
    setInstant(this.facts, this.scenario.startEpochMs + timeMs);
    this.facts.eligibility.forget();
    this.judges.basisEnd.lawHasChanged(timeMs);
    this.judges.freshPolicy.lawHasChanged(timeMs);
    this.judges.waiting.lawHasChanged();
    this.judges.escalation.commitments.lawHasChanged();
    this.zonesChanged = true;
  }

  // ── The world ────────────────────────────────────────────────────────────────────────────────────────────

  private readWorkAfter(begins: boolean, caseNumber: number, group: number, agent: number): void {
    const { cases, concurrency, world } = this.facts;
    const { oneToOne } = this.judges;
    const supportCase = cases.get(caseNumber);
    if (concurrency.isShared(agent)) {
      oneToOne.workAmongSeveral(begins, caseNumber, supportCase, group, agent);
      oneToOne.slowdowns.changes(agent);
      if (begins) world.beginWork(agent, caseNumber, supportCase?.stream ?? NONE);
      else {
        oneToOne.slowdowns.workEnds(agent, caseNumber);
        world.endWork(agent, caseNumber);
      }
    } else {
      oneToOne.workAfter(begins, supportCase, group, agent);
      world.setWorkAfter(agent, begins);
    }
    oneToOne.overtime.busyChanges(agent, begins ? 1 : -1);
    if (!begins) this.judges.waiting.agentFreed(group, agent);
  }

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
        this.judges.oneToOne.duty(on, a, b, c, d, timeMs);
        if (!on) this.judges.oneToOne.dayEnd.dutyEnded(a, d, c);
        world.setDuty(on, a, d, c, moment.entry);
        this.judges.oneToOne.overtime.presenceChanges(d, c);
        this.judges.waiting.staffingHasChanged();
        return;
      case CENTRE:
        this.judges.oneToOne.outage(a, world.centreUp.length, world.isCentreUp(a), on);
        world.setCentre(a, on, moment.entry);
        this.judges.waiting.staffingHasChanged();
        return;
      case DATA_CENTRE:
        this.judges.oneToOne.outage(a, world.dataCentreUp.length, world.isDataCentreUp(a), on);
        world.setDataCentre(a, on, moment.entry);
        this.judges.waiting.dataCentresHaveChanged();
        return;
      case PRESENCE:
        this.judges.oneToOne.presence(on, a, c);
        world.setPresence(on, c, moment.entry);
        this.judges.oneToOne.overtime.presenceChanges(c, 1);
        this.judges.waiting.staffingHasChanged();
        return;
      case LAW:
        // The law itself goes by the calendar; the entry belongs to the stories of what it has changed.
        world.lawEntry = moment.entry;
        return;
    }
  }
}
