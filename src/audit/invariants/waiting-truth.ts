import { WAITING_CAUSES } from '#domain';
import { ALL_CLASSES, STORAGE } from '../boundary.ts';
import { type CaseState, QUEUED, STALLED } from '../case-state.ts';
import { placeOfCopy } from '../copy-list.ts';
import type { Facts } from '../facts.ts';
import { isAboutToLeave } from '../leavings.ts';
import { empty, Tally } from '../moment.ts';
import { DATA_CENTRE_DOWN, isReachable, NO_AGENT_FREE, waitingCauseOf } from '../waiting-cause.ts';
import { UNTOLD, WaitingCensus } from '../waiting-census.ts';
import type { WaitingPool } from '../waiting-pool.ts';
import { Openings } from './openings.ts';
import { Preemptions } from './preemptions.ts';
import { RestingContacts } from './resting-contacts.ts';
import { TakingOrder } from './taking-order.ts';

/** Entries of the world told with a counterexample, at most. */
const WORLD_ENTRIES_MAX = 12;

/**
 * R23: nobody waits in silence. At the end of every instant each waiting case has a recorded cause, and the
 * cause is true of the world as it is then.
 *
 * Cases that have joined a queue, got a cause or lost a copy in the instant are judged one by one. When the
 * world has changed, all waiting cases are judged, by counts: the true cause is the same for a whole pool.
 */
export class WaitingTruth {
  readonly tally: Tally;
  /** Contacts that rest until their agent can go on. */
  private readonly resting: RestingContacts;
  readonly preemptions: Preemptions;
  private readonly openings: Openings;
  private readonly takingOrder: TakingOrder;
  private readonly facts: Facts;
  private readonly census = new WaitingCensus();
  private readonly touched: CaseState[] = [];
  private readonly freedGroups: number[] = [];
  private worldVersion = 0;
  private staffingChanged = false;
  private placesChanged = false;
  private hasPaused = false;

  constructor(facts: Facts) {
    this.facts = facts;
    this.tally = new Tally('R23', facts.moment);
    this.resting = new RestingContacts(facts, this.tally);
    this.preemptions = new Preemptions(facts, this.tally, this.resting);
    this.openings = new Openings(facts);
    this.takingOrder = new TakingOrder(facts, this.tally);
  }

  // ── What happens ─────────────────────────────────────────────────────────────────────────────────────────

  /** The case begins to wait in a queue (again): a cause has to be recorded for that. */
  joined(supportCase: CaseState): void {
    this.openings.joined(supportCase);
    this.takingOrder.joined(supportCase);
    this.census.setCause(supportCase, -1);
    this.census.place(supportCase, this.facts.eligibility.poolFor(supportCase));
    this.touch(supportCase);
  }

  /** The case goes from one state to another, and is described as it is now; before any of the others. */
  moved(supportCase: CaseState, was: number, after: number): void {
    const { census } = this.facts.guards;
    if (census.isUsed) census.moved(supportCase, was, after);
  }

  /** Time goes on to `timeMs`: whoever was to be opened to further groups before has been judged then. */
  passed(timeMs: number): void {
    this.openings.passed(timeMs, this.judgeOne);
  }

  /** The case stalls at intake: its cause is recorded just before. */
  stalled(supportCase: CaseState): void {
    this.touch(supportCase);
  }

  /** The case is offered to more groups, and goes on waiting. */
  widened(supportCase: CaseState): void {
    this.census.place(supportCase, this.facts.eligibility.poolFor(supportCase));
    this.touch(supportCase);
  }

  /** An agent of the group takes the case, and is not noted as busy with it yet. */
  assigned(supportCase: CaseState, group: number, agent: number): void {
    const isInterrupting = this.preemptions.assigned(supportCase, agent);
    if (!isInterrupting) this.takingOrder.assigned(supportCase, group, agent, !this.staffingChanged);
    this.takingOrder.judgeConditions(supportCase, group, agent);
  }

  /** The agent keeps the case, but nobody works on it. */
  paused(supportCase: CaseState): void {
    this.resting.rests(supportCase);
    this.hasPaused = true;
  }

  resumed(supportCase: CaseState): void {
    this.resting.resumed(supportCase);
  }

  /** A resting contact is taken from its agent. */
  takenAway(supportCase: CaseState): void {
    this.resting.ended(supportCase);
  }

  left(supportCase: CaseState): void {
    this.census.place(supportCase, null);
    this.census.setCause(supportCase, -1);
  }

  recorded(supportCase: CaseState, cause: number, tier: number, stage: number, severity: number): void {
    this.census.setCause(supportCase, cause);
    this.touch(supportCase);
    const isOfTheCase =
      tier === supportCase.tier && stage === supportCase.stage && severity === supportCase.severity;
    if (!isOfTheCase || WAITING_CAUSES[cause] === undefined) {
      this.tally.violate(
        supportCase.number,
        'the recorded wait names another tier, stage, severity or no cause',
      );
    }
  }

  /** The case is refused: the lines have to be full for it. */
  refused(supportCase: CaseState): void {
    const { lines, tables } = this.facts;
    const { channel } = tables.stream(supportCase.stream);
    this.tally.checks++;
    if (lines.isFull(channel)) return;
    if (lines.isWaitingRoomFull(channel)) {
      if (lines.hasTriage(channel)) return;
      const idle = this.idleGroupFor(supportCase, this.facts.eligibility.poolFor(supportCase));
      if (idle !== -1) this.violateRefusal(supportCase, idle);
      else if (this.preemptions.couldInterrupt(supportCase)) {
        this.tally.violate(supportCase.number, 'the case is refused, but could interrupt another one');
      }
      return;
    }
    this.tally.violate(supportCase.number, 'the case is refused, but a line is free for it');
  }

  /** The case gets in: the lines must not be full for it. */
  accepted(supportCase: CaseState): void {
    const { eligibility, lines, tables } = this.facts;
    if (tables.scenario.lines === undefined) return;
    const { channel } = tables.stream(supportCase.stream);
    this.tally.checks++;
    const isFull =
      lines.isFull(channel) ||
      (lines.isWaitingRoomFull(channel) &&
        (lines.hasTriage(channel) ||
          (this.idleGroupFor(supportCase, eligibility.poolFor(supportCase)) === -1 &&
            !this.preemptions.couldInterrupt(supportCase))));
    if (isFull) this.tally.violate(supportCase.number, 'the case gets in, but the lines are full');
  }

  /** A copy of a waiting case has been made or deleted. */
  copiesChanged(supportCase: CaseState): void {
    if (supportCase.isWaiting) this.touch(supportCase);
  }

  /** The agent, of that group, has nothing in hand any more, or less. */
  agentFreed(group: number, agent: number): void {
    this.takingOrder.freed(agent);
    this.freedGroups.push(group);
    if (this.preemptions.isUsed) this.hasPaused = true;
  }

  staffingHasChanged(): void {
    this.worldVersion++;
    this.staffingChanged = true;
    this.preemptions.worldHasChanged();
  }

  dataCentresHaveChanged(): void {
    this.placesChanged = true;
    this.preemptions.worldHasChanged();
  }

  /** Law and zones are those of a new instant, and all pools have been forgotten. */
  lawHasChanged(): void {
    this.staffingHasChanged();
    this.placesChanged = true;
    for (const supportCase of this.facts.cases.all()) {
      if (supportCase.state === QUEUED)
        this.census.place(supportCase, this.facts.eligibility.poolFor(supportCase));
    }
  }

  // ── What is judged ───────────────────────────────────────────────────────────────────────────────────────

  endOfInstant(): void {
    if (this.staffingChanged || this.placesChanged || this.hasPaused) this.resting.judge();
    this.hasPaused = false;
    this.preemptions.endOfInstant();
    if (this.touched.length > 0) {
      for (const supportCase of this.touched) {
        supportCase.touched = false;
        if (supportCase.isWaiting) this.judge(supportCase);
      }
      empty(this.touched);
    }
    if (this.staffingChanged) {
      for (const pool of this.facts.eligibility.pools) if (pool.total > 0) this.judgePool(pool);
      this.staffingChanged = false;
    }
    if (this.placesChanged) {
      this.judgeReach();
      this.placesChanged = false;
    }
    this.judgeLines();
    if (this.freedGroups.length > 0) {
      for (const group of this.freedGroups) this.judgeIdleness(group);
      empty(this.freedGroups);
    }
  }

  /** Made once: it is handed on in every instant. */
  private readonly judgeOne = (supportCase: CaseState): void => this.judge(supportCase);

  private judge(supportCase: CaseState): void {
    this.tally.checks++;
    if (supportCase.cause === -1) {
      this.tally.violate(supportCase.number, 'the case waits, and no cause is recorded');
      return;
    }
    if (supportCase.state === STALLED) {
      this.judgeStalled(supportCase);
      return;
    }
    const { pool } = supportCase;
    if (pool === null) return;
    const reachable = isReachable(supportCase, this.facts.world);
    const cause = reachable ? this.causeOf(pool) : DATA_CENTRE_DOWN;
    const astray = this.openings.whyNotThere(supportCase, reachable);
    if (astray !== null) this.tally.violate(supportCase.number, astray);
    if (supportCase.cause !== cause) this.violate(supportCase, cause, pool);
    else if (cause === NO_AGENT_FREE) {
      const idle = this.idleGroupFor(supportCase, pool);
      if (idle !== -1) this.violateIdle(supportCase.number, idle);
    }
  }

  private judgeStalled(supportCase: CaseState): void {
    const { boundary, law, moment, subcontracting, tables, world } = this.facts;
    if (supportCase.cause !== DATA_CENTRE_DOWN) {
      this.violate(supportCase, DATA_CENTRE_DOWN, null);
      return;
    }
    const { promise, primary } = tables.stream(supportCase.stream);
    const isEmptied = (dataCentre: number) =>
      tables.scenario.evacuations.some((e) => e.dataCentre === dataCentre && e.atMs <= moment.timeMs);
    const usable = primary.find(
      (dataCentre) =>
        world.isDataCentreUp(dataCentre) &&
        !isEmptied(dataCentre) &&
        boundary.allows(promise, STORAGE, ALL_CLASSES, dataCentre) &&
        boundary.allowsFirst(promise, dataCentre) &&
        !isAboutToLeave(tables.scenario, promise, tables.countryOf(dataCentre), moment.timeMs) &&
        subcontracting.whyNotAt(promise, dataCentre) === null &&
        law.hasBasis(supportCase.stream, dataCentre),
    );
    if (usable === undefined) return;
    this.tally.violate(
      supportCase.number,
      `the case is stalled at intake although ${tables.placeName(usable)} is up and allowed`,
      [world.dataCentreEntry[usable] ?? -1],
    );
  }

  /** After a change of staffing: the recorded causes of a pool that are not the true one. */
  private judgePool(pool: WaitingPool): void {
    const cause = this.causeOf(pool);
    const { counts } = pool;
    const told = pool.total - (counts[UNTOLD] as number) - (counts[DATA_CENTRE_DOWN] as number);
    const right = counts[cause] as number;
    this.tally.checks += told;
    if (right < told) {
      const isWrong = (candidate: number) =>
        candidate !== -1 && candidate !== cause && candidate !== DATA_CENTRE_DOWN;
      this.violateIn(pool, isWrong, told - right, (supportCase) => this.violate(supportCase, cause, pool));
    }
    if (cause !== NO_AGENT_FREE || right === 0) return;
    if (pool.members !== null) this.judgeMembers(pool, pool.members);
    else {
      const idle = this.idleGroupOf(pool);
      if (idle !== -1) this.violateIdleIn(pool, idle, right);
    }
  }

  /** After a change of data centres or of law: whether what waits can be read is looked at case by case. */
  private judgeReach(): void {
    this.facts.cases.forEach((supportCase) => {
      if (supportCase.cause === -1) return;
      if (supportCase.state === STALLED) this.judge(supportCase);
      else if (supportCase.state === QUEUED) {
        this.tally.checks++;
        const reachable = isReachable(supportCase, this.facts.world);
        if (reachable !== (supportCase.cause === DATA_CENTRE_DOWN)) return;
        const { pool } = supportCase;
        this.violate(supportCase, reachable && pool !== null ? this.causeOf(pool) : DATA_CENTRE_DOWN, pool);
      }
    });
  }

  /** Somebody of the group has become free: nobody who waits for an agent may be left who could go there. */
  private judgeIdleness(group: number): void {
    const { concurrency, eligibility, world } = this.facts;
    if (((world.idle[group] as number) === 0 && !concurrency.areUsed) || !world.isStaffed(group)) return;
    for (const pool of eligibility.poolsOfGroup[group] ?? []) {
      const waiting = pool.counts[NO_AGENT_FREE] as number;
      if (waiting > 0 && pool.members !== null) this.judgeMembers(pool, pool.members);
      else if (waiting > 0) this.violateIdleIn(pool, group, waiting);
    }
  }

  /** Lines have changed: whoever is free may be permitted more than before. */
  private judgeLines(): void {
    const { census, comparing } = this.facts.guards;
    if (!census.hasChanged) return;
    census.hasChanged = false;
    for (const group of comparing) this.judgeIdleness(group);
  }

  /** Where groups take some cases only under conditions, or beside others, each is judged for itself. */
  private judgeMembers(pool: WaitingPool, members: ReadonlySet<CaseState>): void {
    for (const supportCase of members) {
      if (supportCase.cause !== NO_AGENT_FREE) continue;
      this.tally.checks++;
      const idle = this.idleGroupFor(supportCase, pool);
      if (idle !== -1) this.violateIdle(supportCase.number, idle);
    }
  }

  private causeOf(pool: WaitingPool): number {
    if (pool.causeVersion !== this.worldVersion) {
      pool.cause = waitingCauseOf(pool.groups, pool.held, this.facts.world);
      pool.causeVersion = this.worldVersion;
    }
    return pool.cause;
  }

  private idleGroupOf(pool: WaitingPool): number {
    const { world } = this.facts;
    for (const group of pool.mayTake) {
      if ((world.idle[group] as number) > 0 && world.isStaffed(group)) return group;
    }
    return -1;
  }

  /** A group of the pool that has somebody free, and whose conditions for such a case hold; or somebody who may take it beside others. */
  private idleGroupFor(supportCase: CaseState, pool: WaitingPool): number {
    const { concurrency, guards, world } = this.facts;
    if (!guards.areUsed && !concurrency.areUsed) return this.idleGroupOf(pool);
    for (const group of pool.mayTake) {
      if (!world.isStaffed(group)) continue;
      if (guards.areUsed && !guards.admit(group, supportCase)) continue;
      if ((world.idle[group] as number) > 0 || concurrency.isRoomIn(group, supportCase)) return group;
    }
    return -1;
  }

  private touch(supportCase: CaseState): void {
    if (supportCase.touched) return;
    supportCase.touched = true;
    this.touched.push(supportCase);
  }

  // ── Counterexamples ──────────────────────────────────────────────────────────────────────────────────────

  /**
   * The same violation of `count` cases of a pool, those with such a cause: of each, in the order of opening, where all violations are
   * wanted, and otherwise of the first, while there is no other counterexample.
   */
  private violateIn(
    pool: WaitingPool,
    hasCause: (cause: number) => boolean,
    count: number,
    violate: (supportCase: CaseState) => void,
  ): void {
    const { tally } = this;
    const before = tally.violations;
    if (tally.listsAll) {
      const found = [...(pool.waiting ?? [])].filter(({ cause }) => hasCause(cause));
      for (const supportCase of found.sort((left, right) => left.number - right.number)) violate(supportCase);
    } else if (tally.first === null) {
      for (const supportCase of this.facts.cases.all()) {
        if (supportCase.pool !== pool || !hasCause(supportCase.cause)) continue;
        violate(supportCase);
        break;
      }
    }
    tally.violations = before + count;
  }

  private violateIdleIn(pool: WaitingPool, group: number, count: number): void {
    const isSuch = (cause: number) => cause === NO_AGENT_FREE;
    this.violateIn(pool, isSuch, count, ({ number }) => this.violateIdle(number, group));
  }

  private violate(supportCase: CaseState, cause: number, pool: WaitingPool | null): void {
    const told = WAITING_CAUSES[supportCase.cause] ?? `cause ${supportCase.cause}`;
    const message = `the recorded cause is '${told}', but the true one is '${WAITING_CAUSES[cause]}'`;
    const world = this.tally.first === null ? this.worldEntries(supportCase, pool) : [];
    this.tally.violate(supportCase.number, message, world);
  }

  private violateIdle(caseNumber: number, group: number): void {
    const { tables, world } = this.facts;
    const name = tables.scenario.groups[group]?.id ?? group;
    const message = `the recorded cause is 'no agent free', but somebody of group ${name} is free`;
    this.tally.violate(caseNumber, message, [world.dutyEntry[group] ?? -1]);
  }

  private violateRefusal(supportCase: CaseState, group: number): void {
    const { tables, world } = this.facts;
    const name = tables.scenario.groups[group]?.id ?? group;
    const message = `the case is refused because too many wait, but somebody of group ${name} is free`;
    this.tally.violate(supportCase.number, message, [world.dutyEntry[group] ?? -1]);
  }

  /** What made the world as it is for the case: its places, and the groups that could take it. */
  private worldEntries(supportCase: CaseState, pool: WaitingPool | null): readonly number[] {
    const { tables, world } = this.facts;
    const entries = new Set([world.lawEntry]);
    for (const copy of supportCase.copies) entries.add(world.dataCentreEntry[placeOfCopy(copy)] ?? -1);
    for (const group of pool?.groups.able ?? []) {
      entries.add(world.dutyEntry[group] ?? -1);
      entries.add(world.centreEntry[tables.centreOf(group)] ?? -1);
    }
    return [...entries].sort((left, right) => right - left).slice(0, WORLD_ENTRIES_MAX);
  }
}
