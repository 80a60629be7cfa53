import {
  ACT_KINDS,
  ACT_NUMBERS,
  type CaseNumber,
  NO_CASE,
  type RunMs,
  type Scenario,
  WORD_32,
} from '#domain';
import type { EntryVisitor, StoryEntry } from '#ledger';
import { QUEUED } from '../facts/case-state.ts';
import { type ActViewOf, type Facts, makeFacts, setInstant } from '../facts/facts.ts';
import type { Moment } from '../facts/moment.ts';
import { ABSENT, NONE, OFF_WORK } from '../facts/world-state.ts';
import { Judges } from '../invariants/judges.ts';
import { type Changes, changesOf, lawInstants } from '../law/law-calendar.ts';
import type { Strangers } from '../tables/scenario-tables.ts';
import { CaseReader } from './case-reader.ts';

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
  'software containment': CONTAINMENT,
} = ACT_NUMBERS;

/**
 * Reads entries one by one. For each, it calls the judges that the act concerns and writes the act into the facts. It
 * tracks time, law and the world; `CaseReader` tracks the cases. Nobody else writes facts. Needs one pass; memory
 * grows with the number of live cases.
 */
export class Auditor {
  readonly facts: Facts;
  readonly judges: Judges;
  /** Not null once the ledger says that the run was stopped before its horizon because too many cases waited. */
  ended: { readonly timeMs: RunMs; readonly waiting: number } | null = null;
  private readonly scenario: Scenario;
  private readonly lawInstants: readonly number[];
  private nextLawInstant = 0;
  private readonly changesAt: (timeMs: RunMs) => Changes;
  /** What the law has changed in the instant being read: copies and views that rest on it are judged again at its end. */
  private changes: Changes | null = null;
  private readonly caseReader: CaseReader;

  /** `takeViolation` receives every violation as it is found. `makeJudges` lets tests watch the judges. */
  constructor(
    scenario: Scenario,
    takeViolation: Moment['takeViolation'] = null,
    strangers?: Strangers,
    makeJudges = (facts: Facts) => new Judges(facts),
  ) {
    const facts = makeFacts(scenario, takeViolation, strangers);
    this.facts = facts;
    this.scenario = scenario;
    this.lawInstants = lawInstants(scenario);
    this.changesAt = changesOf(scenario);
    this.judges = makeJudges(facts);
    this.caseReader = new CaseReader(facts, this.judges);
    setInstant(facts, scenario.startEpochMs);
    this.judges.basisEnd.begin();
  }

  readonly visit: EntryVisitor = (act) => {
    const { caseNumber, index, kind, timeMs } = act;
    const { moment } = this.facts;
    if (timeMs > moment.timeMs || moment.entry === NONE) this.advance(timeMs);
    moment.entry = index;
    this.judges.log.entry(timeMs, caseNumber === NO_CASE ? null : caseNumber, this.ended !== null);
    if (kind < OPEN || kind === PRESENCE) this.readWorld(act);
    else if (kind === OPEN) this.caseReader.open(act);
    else if (isOfWorld(kind, caseNumber)) this.readWorldRare(act);
    else if (kind < ACT_KINDS.length) this.caseReader.read(act);
    else this.judges.log.unknownKind(kind);
  };

  /**
   * Ends the audit. An intact ledger is judged up to `untilMs`, its horizon. A damaged one (null), or one whose run
   * was stopped early, is judged only as far as it can be read.
   */
  finish(untilMs: RunMs | null): void {
    if (untilMs !== null && this.ended === null) this.advance(untilMs);
    else this.endInstant();
    this.judges.log.finish(this.facts.moment.timeMs);
  }

  // ── Time ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Moves the clock to `timeMs`, before the entries of that time are read. */
  advance(timeMs: RunMs): void {
    const { moment } = this.facts;
    this.endInstant();
    for (;;) {
      const changeMs = this.lawInstants[this.nextLawInstant];
      if (changeMs === undefined || changeMs > timeMs) break;
      this.nextLawInstant++;
      this.judgeOpenings(changeMs);
      moment.timeMs = changeMs;
      this.changeLaw(changeMs);
      if (changeMs < timeMs) this.endInstant();
    }
    this.judgeOpenings(timeMs);
    this.judges.passing(timeMs);
    moment.timeMs = Math.max(moment.timeMs, timeMs);
  }

  /** Judges waiting cases at each time before `timeMs` at which they become open to further groups. */
  private judgeOpenings(timeMs: RunMs): void {
    const { moment } = this.facts;
    for (;;) {
      const openingMs = this.judges.waiting.nextOpeningMs(timeMs);
      if (openingMs === Number.POSITIVE_INFINITY) return;
      moment.timeMs = openingMs;
      this.judges.waiting.opens();
    }
  }

  private endInstant(): void {
    const { guards, moment, waiting } = this.facts;
    this.judges.endOfInstant();
    waiting.endOfInstant();
    guards.census.endOfInstant();
    const { changes } = this;
    if (changes === null) return;
    this.changes = null;
    this.judges.judgeAgain(moment.timeMs, changes);
  }

  private changeLaw(timeMs: RunMs): void {
    const { cases, eligibility, givingOver, tables, waiting } = this.facts;
    this.judges.freshPolicy.lawChanges();
    this.judges.breakGlass.passed(timeMs);
    setInstant(this.facts, this.scenario.startEpochMs + timeMs);
    eligibility.forget();
    waiting.worldHasChanged();
    if (tables.passesToGroups)
      cases.forEach((one) => {
        if (one.state === QUEUED) one.ownRare().queueOwner = givingOver.waitsFor(one);
      });
    waiting.placeAgain(cases);
    this.judges.lawChanged(timeMs);
    this.changes = this.changesAt(timeMs);
  }

  // ── The world ────────────────────────────────────────────────────────────────────────────────────────────

  private readWorld(act: StoryEntry): void {
    const { judges } = this;
    const { moment, waiting, world } = this.facts;
    const { a, aux, c, d, kind } = act;
    const on = aux === 1;
    switch (kind) {
      case DUTY:
        judges.log.duty(act);
        world.setDuty(on, a, d, c, moment.entry);
        waiting.worldHasChanged();
        return judges.presenceChanged(d, c);
      case CENTRE:
        judges.log.outage(a, world.centreUp, on);
        world.setCentre(a, on, moment.entry);
        waiting.worldHasChanged();
        return judges.waiting.staffingHasChanged();
      case DATA_CENTRE:
        judges.log.outage(a, world.dataCentreUp, on);
        world.setDataCentre(a, on, moment.entry);
        return judges.waiting.dataCentresHaveChanged();
      case PRESENCE:
        judges.log.presence(act);
        world.setPresence(on, act.b === 1 ? OFF_WORK : ABSENT, c, moment.entry);
        waiting.worldHasChanged();
        return judges.presenceChanged(c, 1);
      case LAW:
        // The law follows the calendar by itself. Stories about its effects name this entry.
        world.lawEntry = moment.entry;
        return;
    }
  }

  /** Reads acts of the world that are rare in most runs. */
  private readWorldRare(act: StoryEntry): void {
    const { judges } = this;
    const { aux, c, d, kind } = act;
    switch (kind) {
      case OVERTIME:
        judges.log.dayEnd.overtime(act);
        return this.facts.world.setStay(c, aux === 1);
      case AFTER_CONTACT:
        return this.readWorkAfter(act);
      case EMERGENCY:
        return judges.breakGlass.afterwards(act);
      case LEDGER_KEPT:
        return judges.logResidency.keptAt(act.a);
      case POLICY_REFRESH:
        return judges.freshPolicy.refreshed(c + d * WORD_32);
      case NOTICE_OF_DISCLOSURE:
        return judges.disclosures.recorded(act.a);
      case END:
        this.ended = { timeMs: act.timeMs, waiting: d };
        return judges.log.endedEarly(d);
    }
  }

  private readWorkAfter(act: ActViewOf<'after-contact work'>): void {
    const { cases, concurrency, world } = this.facts;
    const { a: group, aux, c: agent, caseNumber } = act;
    const begins = aux === 1;
    const supportCase = cases.get(caseNumber);
    this.judges.log.workChanges(act, supportCase);
    if (!concurrency.isShared(agent)) world.setWorkAfter(agent, begins);
    else if (begins) world.beginWork(agent, caseNumber, supportCase?.stream ?? NONE);
    else world.endWork(agent, caseNumber);
    if (!begins) this.judges.waiting.agentFreed(group, agent);
  }
}

/** Whether an act of a kind from OPEN on concerns the world, even though it may name a case. */
function isOfWorld(kind: number, caseNumber: CaseNumber): boolean {
  switch (kind) {
    case OVERTIME:
    case AFTER_CONTACT:
    case LEDGER_KEPT:
    case POLICY_REFRESH:
    case NOTICE_OF_DISCLOSURE:
    case CONTAINMENT:
    case END:
      return true;
    case EMERGENCY:
      return caseNumber === NO_CASE;
    default:
      return false;
  }
}
